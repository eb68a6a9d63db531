namespace NetCompiler.Layers;

/// <summary>
/// Normalises each item by the mean and variance of all its values (Ba et al. 2016, "Layer normalization"): (x − mean) / √(variance + ε) · weight + bias.
/// Weights <c>weight</c> and <c>bias</c> in the item's shape.
/// </summary>
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>Added to the variance. Above 0. Default 1e-5.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    /// <summary>Whether there is a learned weight and bias. Default true.</summary>
    public bool Affine { get; set; } = true;
}
