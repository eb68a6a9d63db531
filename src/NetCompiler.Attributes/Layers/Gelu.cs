namespace NetCompiler.Layers;

/// <summary>x · Φ(x) with the normal distribution's Φ (Hendrycks and Gimpel 2016, "Gaussian error linear units").</summary>
public sealed class GeluAttribute : LayerAttribute
{
    /// <summary>Whether Φ is approximated by (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2 instead of exact (erf). Default false, as in PyTorch.</summary>
    public bool Approximate { get; set; }
}
