using NetCompiler;

namespace Benchmarks.Measurement;

/// <summary>How far two computations of the same outputs are from each other.</summary>
/// <param name="Difference">The largest |a − b| / max |b| of any output.</param>
/// <param name="Spread">The least standard deviation of an output, as a share of its largest magnitude.</param>
internal sealed record OutputComparison(double Difference, double Spread)
{
    /// <summary>Sums taken in another order differ by rounding alone.</summary>
    public const double LargestDifference = 1e-4;

    /// <summary>Below this an output is as good as constant: whatever the layers did, it would compare well.</summary>
    public const double LeastSpread = 1e-3;

    /// <summary>What is wrong with the outputs; null if nothing is.</summary>
    public string? Problem =>
        !double.IsFinite(Difference) ? "the outputs hold infinite numbers or none"
        : !(Spread >= LeastSpread) ? $"the outputs have no variance: {Spread:G2} of their magnitude"
        : Difference > LargestDifference ? $"the outputs differ by {Difference:G2}"
        : null;

    /// <summary>Compares all outputs of a network.</summary>
    /// <param name="outputs">The outputs, in their order.</param>
    /// <param name="ours">Their values as <c>Predict</c> writes them.</param>
    /// <param name="theirs">For each output its values; those that enter a softmax where the output is one.</param>
    public static OutputComparison Of(IReadOnlyList<OutputInfo> outputs, ReadOnlySpan<float> ours, Func<int, float[]> theirs)
    {
        (double difference, double spread) = (0, double.MaxValue);
        for (int i = 0; i < outputs.Count; i++)
        {
            OutputInfo output = outputs[i];
            double[] a = Values(ours[..output.Length]), b = Values(theirs(i));
            ours = ours[output.Length..];
            if (output.EndsInSoftmax)
            {
                // A softmax forgets what all its inputs have in common, and nothing else: log p + c. Small inputs make small
                // differences of large ones, and a probability may hide what has gone wrong before it.
                Transform(a, Math.Log);
                Centre(a, output.Shape[0]);
                Centre(b, output.Shape[0]);
            }

            double magnitude = b.Max(Math.Abs);
            double mean = b.Average();

            // Math.Max and Math.Min keep not-a-number, which comparisons would lose.
            foreach ((double x, double y) in a.Zip(b))
                difference = Math.Max(difference, Math.Abs(x - y) / magnitude);
            spread = Math.Min(spread, Math.Sqrt(b.Average(value => (value - mean) * (value - mean))) / magnitude);
        }

        return new OutputComparison(difference, spread);
    }

    private static double[] Values(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = values[i];
        return wide;
    }

    private static void Transform(double[] values, Func<double, double> function)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = function(values[i]);
    }

    /// <summary>Takes the mean over the channels from every position of a planar image.</summary>
    private static void Centre(double[] values, int channels)
    {
        int positions = values.Length / channels;
        for (int position = 0; position < positions; position++)
        {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++)
                sum += values[(channel * positions) + position];
            for (int channel = 0; channel < channels; channel++)
                values[(channel * positions) + position] -= sum / channels;
        }
    }
}
