namespace NetCompiler.TestReference;

/// <summary>Reproducible pseudo-random numbers (SplitMix64, Steele, Lea and Flood 2014): the same on every machine and framework.</summary>
public sealed class RandomValues(ulong seed)
{
    private ulong _state = seed;

    private ulong Bits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Uniform between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public double Between(double low, double high) => low + ((high - low) * (Bits() >> 11) * (1.0 / (1UL << 53)));

    /// <summary>An integer from <paramref name="low"/> up to and including <paramref name="high"/>.</summary>
    public int Next(int low, int high) => low + (int)(Bits() % (ulong)(high - low + 1));

    public bool Chance(double probability) => Between(0, 1) < probability;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Next(0, choices.Length - 1)];

    /// <summary>Values that single precision holds exactly, so that compiled code and reference start from the same numbers.</summary>
    public Tensor Tensor(int[] shape, double low, double high) => new Tensor(shape).Map(_ => (float)Between(low, high));
}
