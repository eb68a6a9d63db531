namespace NetCompiler.Layers;

/// <summary>
/// λ · x where x is above 0, λ · α · (eˣ − 1) elsewhere, with λ ≈ 1.0507 and α ≈ 1.6733, which keep mean and variance from layer to layer (Klambauer et al. 2017,
/// "Self-normalizing neural networks").
/// </summary>
public sealed class SeluAttribute : LayerAttribute;
