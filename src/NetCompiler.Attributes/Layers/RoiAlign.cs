namespace NetCompiler.Layers;

/// <summary>
/// The mean of bilinear samples in each of a region's height × width bins, per channel, without rounding (He et al. 2017, "Mask R-CNN"; torchvision's <c>roi_align</c>).
/// </summary>
public sealed class RoiAlignAttribute : RegionPoolAttribute
{
    /// <summary>Square regions.</summary>
    /// <param name="size">Height and width of a region in the output.</param>
    /// <param name="regions">The name of the regions.</param>
    public RoiAlignAttribute(int size, string regions) : base([size], regions)
    {
    }

    /// <summary>Regions of any shape.</summary>
    /// <param name="size"><c>[height, width]</c> of a region in the output.</param>
    /// <param name="regions">The name of the regions.</param>
    public RoiAlignAttribute(int[] size, string regions) : base(size, regions)
    {
    }

    /// <summary>Samples per axis in each bin; at least 1. Default 2.</summary>
    public int SamplingRatio { get; set; } = 2;

    /// <summary>Whether regions are shifted by half a position, so that pixel centres lie at whole coordinates. Default false, as in torchvision.</summary>
    public bool Aligned { get; set; }
}
