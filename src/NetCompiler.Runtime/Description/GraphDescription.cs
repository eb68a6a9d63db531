namespace NetCompiler;

/// <summary>
/// The graph of a network as declared, before the compiler folded and fused layers: what writes or compares networks in other formats reads.
/// Layers that only training needs, such as auxiliary outputs, are among them.
/// </summary>
public sealed class GraphDescription
{
    private readonly Dictionary<string, LayerDescription> _layers;

    internal GraphDescription(NetworkInfo info)
    {
        Network = info;
        ILookup<string, ParameterInfo> parameters = info.Parameters.ToLookup(parameter => parameter.Name[..parameter.Name.LastIndexOf('.')]);
        Layers = [.. info.Layers.Select(layer => new LayerDescription(layer, [.. parameters[layer.Name]]))];
        _layers = Layers.ToDictionary(layer => layer.Name);
    }

    /// <summary>The network: its name, inputs, outputs and tensors of weights.</summary>
    public NetworkInfo Network { get; }

    /// <summary>The layers in an order in which they can run.</summary>
    public IReadOnlyList<LayerDescription> Layers { get; }

    /// <summary>The layer of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public LayerDescription this[string name] =>
        _layers.TryGetValue(name, out LayerDescription? layer) ? layer : throw new KeyNotFoundException($"'{Network.Name}' has no layer '{name}'.");

    /// <summary>The shape of an input's or a layer's values, without the batch.</summary>
    /// <exception cref="KeyNotFoundException">There is no input and no layer of that name.</exception>
    public IReadOnlyList<int> ShapeOf(string value) =>
        Network.Inputs.FirstOrDefault(input => input.Name == value)?.Shape ?? this[value].OutputShape;
}
