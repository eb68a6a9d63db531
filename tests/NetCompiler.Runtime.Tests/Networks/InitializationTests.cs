namespace NetCompiler.Tests;

public sealed class InitializationTests
{
    private static readonly uint[] s_he = [0x3F141E52, 0x3E5BD00E, 0x3EE1B110];
    private static readonly uint[] s_glorot = [0x3E947FC8, 0x3F0A083D, 0xBD8DD3A4];

    [Fact]
    public void EqualSeedsGiveEqualWeights()
    {
        using var first = new ScaleNetwork(7);
        using var second = new ScaleNetwork(7);
        using var other = new ScaleNetwork(8);

        Assert.Equal(first.Bits(), second.Bits());
        Assert.NotEqual(first.Bits(), other.Bits());
    }

    [Fact]
    public void NoSeedLeavesZeros()
    {
        using var network = new ScaleNetwork(null);
        Assert.All(network.Bits(), bits => Assert.Equal(0, bits));
    }

    [Fact]
    public void WeightsOfASeedNeverChange()
    {
        // Pinned: another value on another machine, or in a later version, would break everybody's reproducibility.
        float[] he = new float[3];
        float[] glorot = new float[3];
        WeightInitialization.Fill(new ParameterInfo("w", [3], Initializer.HeNormal, 8, 8, 0), 0, 1, he);
        WeightInitialization.Fill(new ParameterInfo("w", [3], Initializer.GlorotUniform, 8, 8, 0), 5, -1, glorot);

        Assert.Equal(s_he, he.Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(s_glorot, glorot.Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void SplitMix64MatchesItsPublishedNumbers()
    {
        // From the reference implementation (prng.di.unimi.it/splitmix64.c) with the state 1234567.
        var random = new SplitMix64(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => random.NextUInt64()));
    }

    [Theory]
    [InlineData(double.Epsilon * (1L << 52))]
    [InlineData(1e-300)]
    [InlineData(0.1)]
    [InlineData(0.70710678118654746)]
    [InlineData(0.70710678118654757)]
    [InlineData(0.99999999999999989)]
    [InlineData(1)]
    [InlineData(1.4142135623730951)]
    [InlineData(1.4142135623730954)]
    [InlineData(12345.678)]
    [InlineData(double.MaxValue)]
    public void NaturalLogarithmIsAccurate(double x)
    {
        double expected = Math.Log(x);
        Assert.InRange(SplitMix64.NaturalLogarithm(x) - expected, -4e-16 * Math.Abs(expected), 4e-16 * Math.Abs(expected));
    }

    [Theory]
    [InlineData(Initializer.HeNormal, 50, 70, 2.0 / 50)]
    [InlineData(Initializer.HeNormal, 0, 0, 2.0)]
    [InlineData(Initializer.GlorotUniform, 50, 70, 2.0 / 120)]
    [InlineData(Initializer.GlorotUniform, int.MaxValue, int.MaxValue, 2.0 / (2.0 * int.MaxValue))]
    [InlineData(Initializer.Normal, 50, 70, 1.0)]
    [InlineData(Initializer.Uniform, 50, 70, 1.0 / 150)]
    [InlineData(Initializer.Uniform, 0, 0, 1.0 / 3)]
    public void VarianceIsThatOfThePaper(Initializer initializer, int fanIn, int fanOut, double variance)
    {
        float[] values = new float[200_000];
        WeightInitialization.Fill(new ParameterInfo("w", [values.Length], initializer, fanIn, fanOut, 0), 3, 42, values);

        double mean = values.Average(v => (double)v);
        double measured = values.Average(v => (v - mean) * (v - mean));
        Assert.InRange(mean / Math.Sqrt(variance), -0.01, 0.01);
        Assert.InRange(measured / variance, 0.98, 1.02);

        double bound = Math.Sqrt(3 * variance);
        int outside = values.Count(v => Math.Abs(v) > bound * 1.0001);
        Assert.Equal(initializer is Initializer.HeNormal or Initializer.Normal, outside > 0);
    }

    [Fact]
    public void SignsAreBothAsLikely()
    {
        float[] values = new float[20_000];
        WeightInitialization.Fill(new ParameterInfo("w", [values.Length], Initializer.Signs, 5, 7, 0), 3, 42, values);
        Assert.Equal([-1f, 1f], values.Distinct().Order());
        Assert.InRange(values.Average(), -0.03, 0.03);
    }

    [Fact]
    public void ConstantsAreConstant()
    {
        float[] values = [5, 5];
        WeightInitialization.Fill(new ParameterInfo("b", [2], Initializer.Ones, 1, 1, 0), 0, 1, values);
        Assert.Equal([1, 1], values);
        WeightInitialization.Fill(new ParameterInfo("w", [2], Initializer.Quarter, 1, 1, 0), 0, 1, values);
        Assert.Equal([0.25f, 0.25f], values);
        WeightInitialization.Fill(new ParameterInfo("b", [2], Initializer.Zeros, 1, 1, 0), 0, 1, values);
        Assert.Equal([0, 0], values);
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightInitialization.Fill(new ParameterInfo("b", [2], (Initializer)99, 1, 1, 0), 0, 1, values));
    }
}
