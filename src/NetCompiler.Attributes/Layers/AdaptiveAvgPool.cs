namespace NetCompiler.Layers;

/// <summary>Means of windows that divide an image of any size into a given number: output row i is the mean of rows ⌊i · in / out⌋ up to ⌈(i + 1) · in / out⌉, as in PyTorch.</summary>
public sealed class AdaptiveAvgPoolAttribute : LayerAttribute
{
    /// <summary>A square output.</summary>
    /// <param name="size">Height and width of the output; its length on a sequence.</param>
    public AdaptiveAvgPoolAttribute(int size) => Size = [size];

    /// <summary>An output of any shape.</summary>
    /// <param name="size"><c>[height, width]</c> of the output.</param>
    public AdaptiveAvgPoolAttribute(int[] size) => Size = size;

    /// <summary>The size of the output.</summary>
    public int[] Size { get; }
}
