using Benchmarks.Measurement;

namespace NetCompiler.Benchmarks.Tests;

public sealed class OutputComparisonTests
{
    private static readonly OutputInfo s_plain = new("plain", [4]), s_softmax = new("scores", [3, 2], EndsInSoftmax: true);

    private static readonly float[] s_values = [1, -4, 2, 0];

    [Fact]
    public void TheLargestDifferenceCountsAsAShareOfTheLargestMagnitude()
    {
        OutputComparison comparison = OutputComparison.Of([s_plain], [1, -4, 2, 0.02f], _ => s_values);
        Assert.Equal(0.02 / 4, comparison.Difference, 1e-8);
        Assert.Contains("differ", comparison.Problem, StringComparison.Ordinal);
        Assert.Null(OutputComparison.Of([s_plain], s_values, _ => s_values).Problem);
    }

    [Fact]
    public void OneDifferentOutputOfSeveralIsFound()
    {
        OutputComparison comparison = OutputComparison.Of([s_plain, s_plain], [.. s_values, 1, -4, 2, 1], _ => s_values);
        Assert.Equal(0.25, comparison.Difference, 1e-8);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void NumbersThatAreNoneDoNotPass(float value)
    {
        Assert.NotNull(OutputComparison.Of([s_plain], [1, value, 2, 0], _ => s_values).Problem);
        Assert.NotNull(OutputComparison.Of([s_plain], s_values, _ => [1, value, 2, 0]).Problem);
        Assert.NotNull(OutputComparison.Of([s_plain], [1, value, 2, 0], _ => [1, value, 2, 0]).Problem);
    }

    [Fact]
    public void ConstantOutputsDoNotPass()
    {
        Assert.Contains("no variance", OutputComparison.Of([s_plain], [5, 5, 5, 5], _ => [5, 5, 5, 5]).Problem, StringComparison.Ordinal);
        Assert.NotNull(OutputComparison.Of([s_plain], [0, 0, 0, 0], _ => [0, 0, 0, 0]).Problem);
    }

    /// <summary>Two positions of three classes, each with a constant of its own that the softmax forgets.</summary>
    [Fact]
    public void ProbabilitiesAreComparedWithWhatEntersTheSoftmax()
    {
        float[] logits = [1, 10, -2, 12, 0.5f, 9];
        float[] probabilities = Softmax(logits, classes: 3);
        Assert.InRange(OutputComparison.Of([s_softmax], probabilities, _ => logits).Difference, 0, 1e-6);

        float[] wrong = [.. logits];
        wrong[3] += 0.01f;
        Assert.InRange(OutputComparison.Of([s_softmax], probabilities, _ => wrong).Difference, 1e-3, 1e-2);
    }

    /// <summary>A probability of 0 says nothing of what entered the softmax.</summary>
    [Fact]
    public void ProbabilitiesThatVanishDoNotPass() =>
        Assert.NotNull(OutputComparison.Of([s_softmax], [1, 1, 0, 0, 0, 0], _ => [0, 0, -200, -200, -200, -200]).Problem);

    private static float[] Softmax(float[] logits, int classes)
    {
        int positions = logits.Length / classes;
        float[] result = new float[logits.Length];
        for (int position = 0; position < positions; position++)
        {
            double[] powers = [.. Enumerable.Range(0, classes).Select(c => Math.Exp(logits[(c * positions) + position]))];
            for (int c = 0; c < classes; c++)
                result[(c * positions) + position] = (float)(powers[c] / powers.Sum());
        }

        return result;
    }
}
