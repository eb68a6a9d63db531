namespace NetCompiler.Layers;

/// <summary>x / 6 + 1/2, kept within 0 and 1: PyTorch's and MobileNetV3's (Howard et al. 2019), not the x / 5 + 1/2 of Keras 2.</summary>
public sealed class HardSigmoidAttribute : LayerAttribute;
