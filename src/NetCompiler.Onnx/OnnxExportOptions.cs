namespace NetCompiler;

/// <summary>How a network is written as ONNX.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>The version of ONNX's operators, 17 (the default) to 21.</summary>
    public int Opset { get; init; } = 17;

    /// <summary>The number of items that the model takes at once; <see langword="null"/> leaves it open, as a dimension named <c>batch</c>. 1 by default.</summary>
    public int? Batch { get; init; } = 1;

    /// <summary>Whether an output that is a softmax gives what goes into it instead: logits, under the output's own name. Default false.</summary>
    public bool OmitFinalSoftmax { get; init; }

    /// <summary>What the model returns: any layers, in this order. <see langword="null"/>, the default, stands for the network's own outputs; auxiliary ones are never among them.</summary>
    public IReadOnlyList<OnnxOutput>? Outputs { get; init; }
}

/// <summary>One output of an exported model.</summary>
/// <param name="Layer">The layer whose values it has.</param>
/// <param name="Name">Its name in the model; the layer's if <see langword="null"/>.</param>
public sealed record OnnxOutput(string Layer, string? Name = null)
{
    /// <summary>The output of a layer under the layer's name.</summary>
    public static implicit operator OnnxOutput(string layer) => FromString(layer);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static OnnxOutput FromString(string layer) => new(layer);
}
