namespace NetCompiler.Layers;

/// <summary>ln(1 + eˣ).</summary>
public sealed class SoftplusAttribute : LayerAttribute;
