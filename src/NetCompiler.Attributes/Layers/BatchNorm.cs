namespace NetCompiler.Layers;

/// <summary>
/// Batch normalisation per channel (Ioffe and Szegedy 2015): (x − mean) / √(variance + ε) · weight + bias. Training takes mean and variance over the batch and all positions and
/// keeps a running average; <c>Predict</c> uses that. Weights <c>weight</c>, <c>bias</c>, <c>running_mean</c>, <c>running_var</c>, each <c>[channels]</c>. On a flat value each feature is a channel.
/// </summary>
public sealed class BatchNormAttribute : LayerAttribute
{
    /// <summary>Added to the variance. Above 0. Default 1e-5.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    /// <summary>The share of a batch's statistics in the running average, in [0, 1]: running ← (1 − momentum) · running + momentum · batch, as in PyTorch. Default 0.1.</summary>
    public float Momentum { get; set; } = 0.1f;

    /// <summary>Whether there is a learned weight and bias. Default true.</summary>
    public bool Affine { get; set; } = true;
}
