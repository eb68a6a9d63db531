using NetCompiler;

namespace Benchmarks;

/// <summary>Weights as training leaves them, as far as arithmetic can tell.</summary>
internal static class NaturalWeights
{
    private const float LargestBias = 0.1f;
    private const float LeastFactor = 0.75f, LargestFactor = 1.25f;

    /// <summary>
    /// Where normalisations leave half of the values on either side of a rectifier, each layer of an untrained network multiplies what rounding adds (Yang et al. 2019, "A
    /// mean field theory of batch normalization"): after a hundred layers two correct sums no longer agree. Trained ones do not; with shifts like these neither do others.
    /// </summary>
    private const float LeastShift = 0.75f, LargestShift = 1.25f;

    private const string Mean = ".running_mean", Bias = ".bias";

    /// <summary>
    /// Moves the biases and factors of a fresh network away from 0 and 1, each channel's elsewhere: a mistake with them would not show there.
    /// </summary>
    public static void Spread(Network network, int seed)
    {
        var random = new Random(seed);
        HashSet<string> shifts = [.. network.Parameters.Where(parameter => parameter.Name.EndsWith(Mean, StringComparison.Ordinal)).Select(parameter => parameter.Name[..^Mean.Length] + Bias)];
        foreach (Parameter parameter in network.Parameters.Where(parameter => parameter.Info.IsTrainable))
        {
            (float least, float largest) = parameter.Info.Initializer switch
            {
                Initializer.Zeros when shifts.Contains(parameter.Name) => (LeastShift, LargestShift),
                Initializer.Zeros => (-LargestBias, LargestBias),
                Initializer.Ones => (LeastFactor, LargestFactor),
                _ => (0, 0),
            };
            if (least == largest)
                continue;
            foreach (ref float value in parameter.Values)
                value = least + ((largest - least) * random.NextSingle());
        }

        network.NotifyParametersChanged();
    }
}
