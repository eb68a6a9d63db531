namespace NetCompiler;

/// <summary>How weights are loaded.</summary>
public sealed class WeightLoading
{
    /// <summary>Whether the file must hold exactly the network's tensors. Default true.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>The network's name of a tensor of the file, or <see langword="null"/> to leave the tensor out. Default: the same name.</summary>
    public Func<string, string?>? Rename { get; init; }
}
