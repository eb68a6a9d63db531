namespace NetCompiler.Layers;

/// <summary>
/// Local response normalisation across channels (Krizhevsky et al. 2012, "ImageNet classification with deep convolutional neural networks"): x / (k + α' · Σ x²)^β, summed over the
/// <c>size</c> channels around each, fewer at the ends.
/// </summary>
public sealed class LocalResponseNormAttribute : LayerAttribute
{
    /// <summary>Over the given number of channels.</summary>
    /// <param name="size">The number of channels, at least 1: ⌊size / 2⌋ before, the rest from the channel itself on, as in PyTorch.</param>
    public LocalResponseNormAttribute(int size) => Size = size;

    /// <summary>The number of channels.</summary>
    public int Size { get; }

    /// <summary>The factor α of the sum. Default 1e-4.</summary>
    public float Alpha { get; set; } = 1e-4f;

    /// <summary>The exponent β. Default 0.75.</summary>
    public float Beta { get; set; } = 0.75f;

    /// <summary>The constant k. Default 1, as in PyTorch and Caffe; the paper has 2.</summary>
    public float K { get; set; } = 1f;

    /// <summary>Whether α is divided by the size (true, PyTorch and Caffe) or not (false, the paper and TensorFlow). Default true.</summary>
    public bool AlphaPerSize { get; set; } = true;
}
