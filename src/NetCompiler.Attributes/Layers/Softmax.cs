namespace NetCompiler.Layers;

/// <summary>
/// eˣ / Σ eˣ over the features; on an image over the channels at each position. As the last layer it is left out in training, where the cross-entropy takes the logits, and applied
/// by <c>Predict</c>.
/// </summary>
public sealed class SoftmaxAttribute : LayerAttribute;
