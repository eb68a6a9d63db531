namespace NetCompiler.Layers;

/// <summary>x where x is above 0, slope · x elsewhere (Maas et al. 2013, "Rectifier nonlinearities improve neural network acoustic models").</summary>
public sealed class LeakyReluAttribute : LayerAttribute
{
    /// <summary>A leaky rectifier.</summary>
    /// <param name="slope">The factor below 0: at least 0 and finite. 0.01 as in the paper and in PyTorch.</param>
    public LeakyReluAttribute(float slope = 0.01f) => Slope = slope;

    /// <summary>The factor below 0.</summary>
    public float Slope { get; }
}
