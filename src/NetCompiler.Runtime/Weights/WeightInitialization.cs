namespace NetCompiler;

/// <summary>Draws the weights of a fresh network.</summary>
internal static class WeightInitialization
{
    /// <summary>Fills one tensor. The values depend on <paramref name="seed"/>, <paramref name="index"/> and the parameter alone, not
    /// on the machine.</summary>
    /// <param name="parameter">The tensor's shape, fans and initialiser.</param>
    /// <param name="index">Its place among the network's parameters: each has its own stream of random numbers.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="values">The tensor.</param>
    public static void Fill(ParameterInfo parameter, int index, int seed, Span<float> values)
    {
        var random = SplitMix64.Stream(seed, index);
        switch (parameter.Initializer)
        {
            case Initializer.Zeros:
                values.Clear();
                break;

            case Initializer.Ones:
                values.Fill(1);
                break;

            case Initializer.Quarter:
                values.Fill(0.25f);
                break;

            case Initializer.HeNormal:
                FillNormal(ref random, values, Math.Sqrt(2.0 / Math.Max(parameter.FanIn, 1)));
                break;

            case Initializer.Normal:
                FillNormal(ref random, values, deviation: 1);
                break;

            case Initializer.GlorotUniform:
                FillUniform(ref random, values, Math.Sqrt(6.0 / Math.Max((double)parameter.FanIn + parameter.FanOut, 1)));
                break;

            case Initializer.Uniform:
                FillUniform(ref random, values, Math.Sqrt(1.0 / Math.Max(parameter.FanIn, 1)));
                break;

            case Initializer.Signs:
                foreach (ref float value in values)
                {
                    value = random.NextDouble() < 0.5 ? -1 : 1;
                }

                break;

            default:
                throw new ArgumentOutOfRangeException(nameof(parameter), parameter.Initializer, "Unknown initialiser.");
        }
    }

    private static void FillNormal(ref SplitMix64 random, Span<float> values, double deviation)
    {
        foreach (ref float value in values)
        {
            value = (float)(deviation * random.NextNormal());
        }
    }

    private static void FillUniform(ref SplitMix64 random, Span<float> values, double bound)
    {
        foreach (ref float value in values)
        {
            value = (float)(bound * (2 * random.NextDouble() - 1));
        }
    }
}
