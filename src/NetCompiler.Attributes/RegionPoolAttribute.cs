namespace NetCompiler.Layers;

/// <summary>
/// A layer that cuts regions out of an image of features and brings each to one size. The regions are a named sequence (4, N) whose columns hold x₁, y₁, x₂, y₂ in pixels of the
/// network's image. Output (C, N · height, width): region below region, so that a convolution of kernel <c>[height, width]</c> with <c>Strides = [height, 1]</c> is a dense layer per region.
/// Regions get no gradient; one with NaN among its coordinates is NaN in the output.
/// </summary>
public abstract class RegionPoolAttribute : LayerAttribute
{
    private protected RegionPoolAttribute(int[] size, string regions)
    {
        Size = size;
        Regions = regions;
    }

    /// <summary>The size of a region in the output: one number for a square, or <c>[height, width]</c>.</summary>
    public int[] Size { get; }

    /// <summary>The name of the regions.</summary>
    public string Regions { get; }

    /// <summary>Positions of the features per pixel of the image, such as 1/16; above 0 and finite. Default 1.</summary>
    public float Scale { get; set; } = 1f;
}
