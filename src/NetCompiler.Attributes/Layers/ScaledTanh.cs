namespace NetCompiler.Layers;

/// <summary>amplitude · tanh(slope · x) (LeCun et al. 1998, "Gradient-based learning applied to document recognition", appendix A).</summary>
public sealed class ScaledTanhAttribute : LayerAttribute
{
    /// <summary>A scaled hyperbolic tangent; as published it maps ±1 to ±1.</summary>
    /// <param name="amplitude">The limit at ±∞; finite and not 0.</param>
    /// <param name="slope">The factor of the argument; finite and not 0.</param>
    public ScaledTanhAttribute(float amplitude = 1.7159f, float slope = 2f / 3f)
    {
        Amplitude = amplitude;
        Slope = slope;
    }

    /// <summary>The limit at ±∞.</summary>
    public float Amplitude { get; }

    /// <summary>The factor of the argument.</summary>
    public float Slope { get; }
}
