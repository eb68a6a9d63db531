namespace NetCompiler.Layers;

/// <summary>Multiplies by a learned weight per channel and adds a bias, or multiplies everything by a constant.</summary>
public sealed class ScaleAttribute : LayerAttribute
{
    /// <summary>A learned <c>weight</c> <c>[channels]</c>, 1 at first, and <c>bias</c> <c>[channels]</c>, 0 at first. On a flat value each feature is a channel.</summary>
    public ScaleAttribute()
    {
    }

    /// <summary>A constant; there are no weights.</summary>
    /// <param name="factor">The constant; finite.</param>
    public ScaleAttribute(float factor) => Factor = factor;

    /// <summary>The constant; null for learned weights.</summary>
    public float? Factor { get; }

    /// <summary>Whether learned weights come with a bias. Default true.</summary>
    public bool Bias { get; set; } = true;
}
