namespace NetCompiler.Layers;

/// <summary>
/// Squared Euclidean distances to one vector per unit: yᵢ = Σⱼ (xⱼ − wᵢⱼ)² (LeCun et al. 1998, "Gradient-based learning applied to document recognition", the output of LeNet-5).
/// Weights <c>[units, in]</c>, drawn from −1 and +1.
/// </summary>
public sealed class RadialBasisAttribute : LayerAttribute
{
    /// <summary>A layer of the given number of units.</summary>
    /// <param name="units">The number of outputs.</param>
    public RadialBasisAttribute(int units) => Units = units;

    /// <summary>The number of outputs.</summary>
    public int Units { get; }

    /// <summary>Whether training changes the weights. Default false: they are code words that the author chose.</summary>
    public bool Trainable { get; set; }
}
