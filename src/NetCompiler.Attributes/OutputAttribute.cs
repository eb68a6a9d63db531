namespace NetCompiler.Layers;

/// <summary>
/// What the layer before produces (or the one that <see cref="LayerAttribute.From"/> names) is an output of the network. <c>Predict</c> writes the outputs in the order
/// of their declaration. A network without this attribute has one output: its last layer's.
/// </summary>
public sealed class OutputAttribute : LayerAttribute
{
    /// <summary>An output.</summary>
    /// <param name="name">The output's name.</param>
    public OutputAttribute(string name) => Name = name;
}
