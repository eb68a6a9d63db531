namespace NetCompiler;

/// <summary>
/// A small random generator whose numbers are the same on every machine and in every version: SplitMix64
/// (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
/// </summary>
/// <param name="seed">Any number; equal seeds give equal sequences.</param>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The generator of one of many independent streams of a seed.</summary>
    public static SplitMix64 Stream(int seed, int stream)
    {
        var root = new SplitMix64(((ulong)(uint)seed << 32) | (uint)stream);
        return new SplitMix64(root.NextUInt64());
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1), in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Normal with mean 0 and variance 1, by Marsaglia's polar method. The second number of each pair is dropped: it
    /// would be state that a copy of the struct loses silently.</summary>
    public double NextNormal()
    {
        while (true)
        {
            double u = 2 * NextDouble() - 1;
            double v = 2 * NextDouble() - 1;
            double square = u * u + v * v;
            if (square is > 0 and < 1)
            {
                return u * Math.Sqrt(-2 * NaturalLogarithm(square) / square);
            }
        }
    }

    /// <summary>
    /// ln x for a positive normal x. <see cref="Math.Log(double)"/> calls the platform's C library, whose last bit differs between
    /// machines; sums and products do not. With x = m·2ᵏ, m in [√½, √2) and z = (m − 1)/(m + 1): ln m = 2(z + z³/3 + z⁵/5 + …).
    /// </summary>
    internal static double NaturalLogarithm(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        double z = (mantissa - 1) / (mantissa + 1);
        double square = z * z;
        double sum = 0;
        for (int n = 23; n >= 1; n -= 2)
        {
            sum = sum * square + 1.0 / n;
        }

        return 2 * z * sum + exponent * 0.6931471805599453;
    }
}
