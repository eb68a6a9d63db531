namespace NetCompiler.Layers;

/// <summary>
/// An output that exists in training only (Szegedy et al. 2015, "Going deeper with convolutions"): the loss of what the layer before produces (or the one that
/// <see cref="LayerAttribute.From"/> names) is added to the network's. Layers that serve nothing else are left out of <c>Predict</c>; the layer after it
/// must say with <c>From</c> where the network goes on.
/// </summary>
public sealed class AuxiliaryOutputAttribute : LayerAttribute
{
    /// <summary>An auxiliary output.</summary>
    /// <param name="name">The output's name.</param>
    /// <param name="lossWeight">The factor of its loss: above 0 and finite. 0.3 as in the paper.</param>
    public AuxiliaryOutputAttribute(string name, float lossWeight = 0.3f)
    {
        Name = name;
        LossWeight = lossWeight;
    }

    /// <summary>The factor of its loss.</summary>
    public float LossWeight { get; }
}
