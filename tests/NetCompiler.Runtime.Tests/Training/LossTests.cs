namespace NetCompiler.Tests;

public sealed class LossTests
{
    private static readonly float[] s_output = [1.5f, -0.3f, 0.25f, 2.75f, -4f];

    public static TheoryData<Loss, float[]> Cases() => new()
    {
        { Loss.CrossEntropy, [0, 0, 1, 0, 0] },
        { Loss.CrossEntropy, [0.1f, 0.2f, 0.3f, 0.4f, 0] },
        { Loss.CrossEntropy, [0.5f, 0, 1, 0, 0.5f] },
        { Loss.MeanSquaredError, [0, 0, 1, 0, 0] },
        { Loss.MeanSquaredError, [3, -2, 0.5f, 2.75f, 7] },
    };

    private static double Reference(Loss loss, double[] output, float[] target)
    {
        if (loss == Loss.MeanSquaredError)
            return output.Zip(target, (o, t) => (o - t) * (o - t)).Average();
        double sum = output.Sum(Math.Exp);
        return -output.Zip(target, (o, t) => t * Math.Log(Math.Exp(o) / sum)).Sum();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValueAndGradientAgreeWithDoubleAndDifferences(Loss loss, float[] target)
    {
        float[] gradient = new float[5];
        double value = loss.Compute(s_output, target, gradient);

        double[] output = [.. s_output.Select(x => (double)x)];
        Assert.Equal(Reference(loss, output, target), value, 1e-12);
        Assert.Equal(value, loss.Measure(s_output, target, endsInSoftmax: false), 1e-12);
        for (int i = 0; i < 5; i++)
        {
            const double Step = 1e-5;
            double[] up = [.. output];
            double[] down = [.. output];
            up[i] += Step;
            down[i] -= Step;
            double slope = (Reference(loss, up, target) - Reference(loss, down, target)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 2e-7 * (1 + Math.Abs(slope)));
        }
    }

    [Fact]
    public void CrossEntropyOnProbabilitiesIsTheLossOnTheirLogits()
    {
        double sum = s_output.Sum(x => Math.Exp(x));
        float[] probabilities = [.. s_output.Select(x => (float)(Math.Exp(x) / sum))];
        float[] target = [0, 0, 0, 0, 1];

        double onLogits = Loss.CrossEntropy.Measure(s_output, target, endsInSoftmax: false);
        double onProbabilities = Loss.CrossEntropy.Measure(probabilities, target, endsInSoftmax: true);

        Assert.Equal(onLogits, onProbabilities, 1e-5);
        Assert.InRange(onLogits, 7, 8);
    }

    [Fact]
    public void CrossEntropyDoesNotOverflow()
    {
        float[] gradient = new float[3];
        Assert.Equal(2e30, Loss.CrossEntropy.Compute([1e30f, -1e30f, 0], [0, 1, 0], gradient), 1e24);
        Assert.Equal([1f, -1f, 0f], gradient);
        Assert.Equal(0, Loss.CrossEntropy.Compute([1000, -1000, 0], [1, 0, 0], gradient), 1e-12);
        Assert.True(double.IsFinite(Loss.CrossEntropy.Measure([1, 0], [0, 1], endsInSoftmax: true)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void WhatIsNotFiniteReachesTheLoss(float wrong)
    {
        foreach (Loss loss in new[] { Loss.CrossEntropy, Loss.MeanSquaredError })
        {
            for (int place = 0; place < 3; place++)
            {
                float[] output = [0.5f, 1, 2];
                output[place] = wrong;
                Assert.False(double.IsFinite(loss.Compute(output, [0, 1, 0], new float[3])), $"{place}");
            }
        }
    }

    [Fact]
    public void RefusesLengthsThatDiffer()
    {
        foreach (Loss loss in new[] { Loss.CrossEntropy, Loss.MeanSquaredError })
        {
            Assert.Throws<ArgumentException>(() => loss.Compute(new float[3], new float[2], new float[3]));
            Assert.Throws<ArgumentException>(() => loss.Compute(new float[3], new float[3], new float[4]));
            Assert.Throws<ArgumentException>(() => loss.Measure(new float[3], new float[4], false));
        }
    }
}
