namespace NetCompiler;

/// <summary>One tensor of a network's weights.</summary>
public sealed class Parameter
{
    private readonly Network _network;

    internal Parameter(Network network, ParameterInfo info)
    {
        _network = network;
        Info = info;
    }

    /// <summary>What the compiler knows of the tensor.</summary>
    public ParameterInfo Info { get; }

    /// <summary>Its name, such as <c>conv1.weight</c>.</summary>
    public string Name => Info.Name;

    /// <summary>Its shape in PyTorch's order, such as <c>[out, in, height, width]</c>.</summary>
    public IReadOnlyList<int> Shape => Info.Shape;

    /// <summary>
    /// The weights themselves, in C order. After writing to them call <see cref="Network.NotifyParametersChanged"/>, otherwise
    /// predictions go on with the values they saw first. Do not write during training.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public Span<float> Values => _network.ParameterSpan.Slice(Info.Offset, (int)Info.Length);

    /// <summary>Name and shape, such as <c>conv1.weight [16, 1, 5, 5]</c>.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}
