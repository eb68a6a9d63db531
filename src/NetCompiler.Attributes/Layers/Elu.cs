namespace NetCompiler.Layers;

/// <summary>x where x is above 0, α · (eˣ − 1) elsewhere (Clevert et al. 2016, "Fast and accurate deep network learning by exponential linear units").</summary>
public sealed class EluAttribute : LayerAttribute
{
    /// <summary>An exponential linear unit.</summary>
    /// <param name="alpha">What it tends to at −∞, with the sign turned: at least 0 and finite. 1 as in PyTorch.</param>
    public EluAttribute(float alpha = 1f) => Alpha = alpha;

    /// <summary>What it tends to at −∞, with the sign turned.</summary>
    public float Alpha { get; }
}
