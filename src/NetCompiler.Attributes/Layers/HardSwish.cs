namespace NetCompiler.Layers;

/// <summary>x · min(max(x / 6 + 1/2, 0), 1) (Howard et al. 2019, "Searching for MobileNetV3").</summary>
public sealed class HardSwishAttribute : LayerAttribute;
