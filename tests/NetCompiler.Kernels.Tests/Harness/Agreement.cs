using NetCompiler.TestReference;

namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>Compares what was computed with what should have been.</summary>
internal static class Agreement
{
    /// <summary>
    /// Fails unless every value is within <paramref name="tolerance"/> times the largest expected value, and the expected values vary, so
    /// that a constant cannot pass.
    /// </summary>
    public static void Check(string what, IReadOnlyList<Tensor> expected, ReadOnlySpan<float> actual, double tolerance, double leastScale = 0)
    {
        double[] values = [.. expected.SelectMany(tensor => tensor.Values)];
        Assert.Equal(values.Length, actual.Length);
        double scale = values.Max(Math.Abs);
        if (values.Length > 1)
        {
            double mean = values.Average();
            double variance = values.Average(value => (value - mean) * (value - mean));
            Assert.True(variance >= 1e-3 * scale * scale && scale > 0, $"{what}: the expected values hardly vary (variance {variance}, scale {scale}); this test could not fail.");
        }

        double limit = tolerance * Math.Max(scale, leastScale);
        (int worst, double worstError) = (-1, 0.0);
        int wrong = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double error = double.IsFinite(actual[i]) ? Math.Abs(actual[i] - values[i]) : double.PositiveInfinity;
            if (error > limit)
                wrong++;
            if (error > worstError || worst < 0)
                (worst, worstError) = (i, error);
        }

        if (wrong > 0)
        {
            int length = expected[0].Length;
            Assert.Fail(
                $"{what}: {wrong} of {values.Length} values are off by more than {limit:g3}; the worst is at {Position(expected[0].Shape, worst % length)} of item {worst / length}: "
                + $"{actual[worst]} instead of {values[worst]:g9} (largest value {scale:g3}).");
        }
    }

    /// <summary>Fails unless all values are the same bit for bit.</summary>
    public static void CheckBitwise(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToUInt32Bits(expected[i]) != BitConverter.SingleToUInt32Bits(actual[i]))
                Assert.Fail($"{what}: value {i} is {actual[i]:r} instead of {expected[i]:r}.");
        }
    }

    private static string Position(int[] shape, int index)
    {
        var position = new int[shape.Length];
        for (int axis = shape.Length - 1; axis >= 0; axis--)
            (index, position[axis]) = Math.DivRem(index, shape[axis]);
        return $"[{string.Join(", ", position)}]";
    }
}
