namespace NetCompiler.Layers;

/// <summary>x where x is above 0, weight · x elsewhere, with a learned weight (He et al. 2015, "Delving deep into rectifiers"). Weight <c>[channels]</c>, 0.25 at first.</summary>
public sealed class PReluAttribute : LayerAttribute
{
    /// <summary>Whether all channels share one weight, <c>[1]</c>. Default false.</summary>
    public bool Shared { get; set; }
}
