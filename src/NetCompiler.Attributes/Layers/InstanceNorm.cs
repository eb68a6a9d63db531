namespace NetCompiler.Layers;

/// <summary>
/// Normalises each channel of each image by its own mean and variance (Ulyanov et al. 2016, "Instance normalization"), in training and in <c>Predict</c>:
/// (x − mean) / √(variance + ε), then · weight + bias if affine. Weights <c>weight</c> and <c>bias</c>, each <c>[channels]</c>.
/// </summary>
public sealed class InstanceNormAttribute : LayerAttribute
{
    /// <summary>Added to the variance. Above 0. Default 1e-5.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    /// <summary>Whether there is a learned weight and bias. Default false, as in PyTorch.</summary>
    public bool Affine { get; set; }
}
