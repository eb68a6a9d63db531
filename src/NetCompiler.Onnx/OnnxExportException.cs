namespace NetCompiler;

/// <summary>A network, or one of its layers, cannot be written as ONNX.</summary>
public sealed class OnnxExportException : NotSupportedException
{
    /// <summary>A network that cannot be written.</summary>
    /// <param name="message">What cannot be written and why.</param>
    /// <param name="layer">The layer at fault; empty for the whole network.</param>
    public OnnxExportException(string message, string layer = "")
        : base(message) => Layer = layer;

    /// <summary>The name of the layer at fault; empty for the whole network.</summary>
    public string Layer { get; }
}
