namespace NetCompiler.Layers;

/// <summary>
/// The Gram matrix of an image's channels: (C, H, W) becomes (1, C, C), Σ xᵢ · xⱼ over all positions, divided by C · H · W (Gatys et al. 2016, "Image style transfer using
/// convolutional neural networks"; the factor is that of Johnson et al. 2016).
/// </summary>
public sealed class GramAttribute : LayerAttribute;
