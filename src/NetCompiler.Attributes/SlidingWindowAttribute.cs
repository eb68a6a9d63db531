namespace NetCompiler.Layers;

/// <summary>
/// Compiles the network so that it slides over larger images with the same weights: the first dense layer after the image becomes a convolution of the image's size, those
/// after it become 1×1 convolutions, and the output is a map with one position per place of the declared window (Sermanet et al. 2014, "OverFeat"; Long et al. 2015, "Fully
/// convolutional networks for semantic segmentation").
/// </summary>
public sealed class SlidingWindowAttribute : LayerAttribute
{
    /// <summary>Slides over images of the given size.</summary>
    /// <param name="height">Rows of the images; at least the declared height.</param>
    /// <param name="width">Columns of the images; at least the declared width.</param>
    public SlidingWindowAttribute(int height, int width)
    {
        Height = height;
        Width = width;
    }

    /// <summary>Rows of the images.</summary>
    public int Height { get; }

    /// <summary>Columns of the images.</summary>
    public int Width { get; }
}
