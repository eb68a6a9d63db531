namespace NetCompiler.Layers;

/// <summary>x / (1 + e⁻ˣ), also called SiLU (Ramachandran et al. 2017, "Searching for activation functions").</summary>
public sealed class SwishAttribute : LayerAttribute;
