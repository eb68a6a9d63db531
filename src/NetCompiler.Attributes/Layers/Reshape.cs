namespace NetCompiler.Layers;

/// <summary>Gives the same values, in the order channels, rows, columns, another shape.</summary>
public sealed class ReshapeAttribute : LayerAttribute
{
    /// <summary>The new shape, without the batch. Its sizes must multiply to the number of values.</summary>
    /// <param name="shape"><c>channels, height, width</c>; <c>channels, length</c>; or <c>features</c>.</param>
    public ReshapeAttribute(params int[] shape) => Shape = shape;

    /// <summary>The new shape.</summary>
    public int[] Shape { get; }
}
