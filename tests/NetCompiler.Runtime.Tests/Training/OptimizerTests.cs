namespace NetCompiler.Tests;

public sealed class OptimizerTests
{
    // Vectors and a rest, at every width of vector.
    private const int Length = 37;

    private static readonly float[] s_start = [.. Enumerable.Range(0, Length).Select(i => (float)Math.Sin(1 + (3.7 * i)))];

    private static float[] Gradient(int step) => [.. Enumerable.Range(0, Length).Select(i => (float)Math.Cos(0.3 + (step * 1.1) + (2.3 * i)))];

    private static float[] Run(Optimizer optimizer, int steps, float factor = 1)
    {
        float[] parameters = [.. s_start];
        optimizer.Attach(Length);
        for (int step = 1; step <= steps; step++)
        {
            optimizer.Begin(factor);
            optimizer.Apply(parameters, Gradient(step), 0);
        }

        return parameters;
    }

    private static void AssertClose(double[] expected, float[] actual)
    {
        for (int i = 0; i < Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 2e-6 * (1 + Math.Abs(expected[i])), $"[{i}] {expected[i]} {actual[i]}");
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0, 0.02, false)]
    [InlineData(0.9, 0, false)]
    [InlineData(0.9, 0.02, false)]
    [InlineData(0.8, 0.02, true)]
    public void SgdFollowsThePublishedRule(double momentum, double weightDecay, bool nesterov)
    {
        // As published for torch.optim.SGD, in double, with the first step's special case spelled out.
        double[] p = [.. s_start.Select(x => (double)x)];
        double[] buffer = new double[Length];
        for (int step = 1; step <= 5; step++)
        {
            float[] gradient = Gradient(step);
            for (int i = 0; i < Length; i++)
            {
                double g = gradient[i] + (weightDecay * p[i]);
                if (momentum != 0)
                {
                    buffer[i] = step == 1 ? g : (momentum * buffer[i]) + g;
                    g = nesterov ? g + (momentum * buffer[i]) : buffer[i];
                }

                p[i] -= 0.05 * g;
            }
        }

        AssertClose(p, Run(new Sgd(0.05f, (float)momentum, (float)weightDecay, nesterov), 5));
    }

    [Theory]
    [InlineData(0.9, 0.999, 1e-8, 0)]
    [InlineData(0.8, 0.99, 1e-3, 0.02)]
    [InlineData(0, 0, 1e-8, 0)]
    public void AdamFollowsThePublishedRule(double beta1, double beta2, double epsilon, double weightDecay)
    {
        double[] p = [.. s_start.Select(x => (double)x)];
        double[] m = new double[Length];
        double[] v = new double[Length];
        for (int step = 1; step <= 6; step++)
        {
            float[] gradient = Gradient(step);
            for (int i = 0; i < Length; i++)
            {
                double g = gradient[i] + (weightDecay * p[i]);
                m[i] = (beta1 * m[i]) + ((1 - beta1) * g);
                v[i] = (beta2 * v[i]) + ((1 - beta2) * g * g);
                double corrected = m[i] / (1 - Math.Pow(beta1, step));
                p[i] -= 0.01 * corrected / (Math.Sqrt(v[i] / (1 - Math.Pow(beta2, step))) + epsilon);
            }
        }

        AssertClose(p, Run(new Adam(0.01f, (float)beta1, (float)beta2, (float)epsilon, (float)weightDecay), 6));
    }

    public static TheoryData<Func<Optimizer>> Optimizers() => new()
    {
        () => new Sgd(0.1f),
        () => new Sgd(0.1f, 0.9f, 0.01f),
        () => new Sgd(0.1f, 0.9f, 0.01f, nesterov: true),
        () => new Adam(0.1f, weightDecay: 0.01f),
        () => new Adam(0.1f, beta2: 0.99f),
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void SplittingTheBlockChangesNothing(Func<Optimizer> create)
    {
        float[] whole = Run(create(), 4);
        Optimizer optimizer = create();
        float[] split = [.. s_start];
        optimizer.Attach(Length);
        for (int step = 1; step <= 4; step++)
        {
            float[] gradient = Gradient(step);
            optimizer.Begin(1);
            optimizer.Apply(split.AsSpan(16), gradient.AsSpan(16), 16);
            optimizer.Apply(split.AsSpan(0, 16), gradient.AsSpan(0, 16), 0);
        }

        Assert.Equal(whole, split);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void TheFactorScalesTheLearningRate(Func<Optimizer> create)
    {
        Optimizer slower = create();
        slower.LearningRate *= 0.5f;
        Assert.Equal(Run(slower, 3), Run(create(), 3, factor: 0.5f));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void NothingLingersInTheRangeOfDenormals(Func<Optimizer> create)
    {
        // One push for every second weight, then silence: momentum and averages decay through the denormal range, and so do weights pulled to zero.
        Optimizer optimizer = create();
        optimizer.Attach(Length);
        float[] parameters = [.. Enumerable.Repeat(1e-37f, Length)];
        float[] gradient = [.. Enumerable.Range(0, Length).Select(i => i % 2 == 0 ? 1e-16f : 0)];
        for (int step = 0; step < 3000; step++)
        {
            optimizer.Begin(1);
            optimizer.Apply(parameters, gradient, 0);
            Array.Clear(gradient);
            Assert.DoesNotContain(parameters, float.IsSubnormal);
        }

        foreach (float[] state in StateOf(optimizer))
            Assert.DoesNotContain(state, float.IsSubnormal);
    }

    [Fact]
    public void StateBelongsToOneSize()
    {
        Sgd sgd = new(0.1f, 0.9f);
        sgd.Attach(32);
        sgd.Attach(32);
        Assert.Contains("32", Assert.Throws<InvalidOperationException>(() => sgd.Attach(48)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesConstantsOutOfRange()
    {
        foreach (float rate in new[] { 0, -1, float.NaN, float.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(rate));
            Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(rate));
            Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(1).LearningRate = rate);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(1, momentum: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(1, weightDecay: -1));
        Assert.Throws<ArgumentException>(() => new Sgd(1, nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta2: float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(epsilon: 0));
    }

    [Fact]
    public void SchedulesGiveTheirFactors()
    {
        LearningRateSchedule step = LearningRateSchedule.Step(2, 0.5f);
        LearningRateSchedule cosine = LearningRateSchedule.Cosine(0.1f);

        Assert.Equal([1f, 1, 1], Factors(LearningRateSchedule.Constant, 3));
        Assert.Equal([1f, 1, 0.5f, 0.5f, 0.25f], Factors(step, 5));
        Assert.Equal([1f, 0.55f, 0.1f], Factors(cosine, 3).Select(f => MathF.Round(f, 6)));
        Assert.Equal([1f], Factors(cosine, 1));

        static IEnumerable<float> Factors(LearningRateSchedule schedule, int epochs) =>
            Enumerable.Range(1, epochs).Select(epoch => schedule.GetFactor(epoch, epochs));
    }

    private static IEnumerable<float[]> StateOf(Optimizer optimizer) => optimizer.GetType()
        .GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)
        .Select(field => field.GetValue(optimizer)).OfType<float[]>();
}
