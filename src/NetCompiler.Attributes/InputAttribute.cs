namespace NetCompiler.Layers;

/// <summary>
/// A further input of the network beside the one that <see cref="NetworkAttribute"/> declares; layers read it by name. Stands before the layers.
/// <c>Predict</c> takes the inputs in the order of their declaration.
/// </summary>
public sealed class InputAttribute : LayerAttribute
{
    /// <summary>An input of the given shape, without the batch.</summary>
    /// <param name="name">The name by which layers read it.</param>
    /// <param name="shape"><c>channels, height, width</c> for images; <c>channels, length</c> for sequences; <c>features</c> for plain vectors.</param>
    public InputAttribute(string name, params int[] shape)
    {
        Name = name;
        Shape = shape;
    }

    /// <summary>The input's shape without the batch.</summary>
    public int[] Shape { get; }
}
