namespace NetCompiler.Layers;

/// <summary>
/// The largest value of each of a region's height × width bins, per channel, with corners rounded to whole positions (Girshick 2015, "Fast R-CNN"; torchvision's <c>roi_pool</c>).
/// Both corners belong to a region. A bin without values is 0.
/// </summary>
public sealed class RoiPoolAttribute : RegionPoolAttribute
{
    /// <summary>Square regions.</summary>
    /// <param name="size">Height and width of a region in the output.</param>
    /// <param name="regions">The name of the regions.</param>
    public RoiPoolAttribute(int size, string regions) : base([size], regions)
    {
    }

    /// <summary>Regions of any shape.</summary>
    /// <param name="size"><c>[height, width]</c> of a region in the output.</param>
    /// <param name="regions">The name of the regions.</param>
    public RoiPoolAttribute(int[] size, string regions) : base(size, regions)
    {
    }
}
