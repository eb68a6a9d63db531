namespace NetCompiler.Layers;

/// <summary>Fully connected layer. Weights <c>[units, in]</c>, bias <c>[units]</c>. An image must be flattened first.</summary>
public sealed class DenseAttribute : LayerAttribute
{
    /// <summary>A layer of the given width.</summary>
    /// <param name="units">The number of outputs.</param>
    public DenseAttribute(int units) => Units = units;

    /// <summary>The number of outputs.</summary>
    public int Units { get; }

    /// <summary>Whether the layer has a bias. Default true.</summary>
    public bool Bias { get; set; } = true;
}
