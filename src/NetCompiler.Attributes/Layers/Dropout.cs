namespace NetCompiler.Layers;

/// <summary>In training, zeroes each value with the given probability and scales the rest by 1 / (1 − rate); at inference it does nothing.</summary>
public sealed class DropoutAttribute : LayerAttribute
{
    /// <summary>Dropout at the given rate.</summary>
    /// <param name="rate">The probability of dropping a value, at least 0 and below 1.</param>
    public DropoutAttribute(float rate) => Rate = rate;

    /// <summary>The probability of dropping a value.</summary>
    public float Rate { get; }
}
