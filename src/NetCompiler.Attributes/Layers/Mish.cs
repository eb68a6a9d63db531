namespace NetCompiler.Layers;

/// <summary>x · tanh(ln(1 + eˣ)) (Misra 2019, "Mish: a self regularized non-monotonic activation function").</summary>
public sealed class MishAttribute : LayerAttribute;
