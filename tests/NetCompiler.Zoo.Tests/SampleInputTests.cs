using Samples;

namespace NetCompiler.Tests;

/// <summary>Inputs for networks that do not take any numbers.</summary>
public sealed class SampleInputTests
{
    [Fact]
    public void NoiseCoversItsRange()
    {
        float[] values = SampleInput.Noise(new Random(1), 10_000);

        Assert.All(values, value => Assert.InRange(value, -1f, 1f));
        Assert.True(values.Min() < -0.99f && values.Max() > 0.99f);
    }

    [Fact]
    public void WordsAreIndexes()
    {
        float[] words = SampleInput.Words(new Random(1), 1000, 7);

        Assert.Equal([0f, 1f, 2f, 3f, 4f, 5f, 6f], words.Distinct().Order());
    }

    [Fact]
    public void RegionsLieWithinTheImageAndAreNotEmpty()
    {
        const int Count = 500, Height = 5, Width = 9;
        float[] edges = SampleInput.Regions(new Random(1), Count, Height, Width);

        Assert.Equal(4 * Count, edges.Length);
        for (int i = 0; i < Count; i++)
        {
            Assert.True(edges[i] >= 0 && edges[i] < edges[(2 * Count) + i] && edges[(2 * Count) + i] < Width);
            Assert.True(edges[Count + i] >= 0 && edges[Count + i] < edges[(3 * Count) + i] && edges[(3 * Count) + i] < Height);
        }
    }

    [Fact]
    public void ANetworkDrawsNoiseOfItsLengthUnlessToldOtherwise()
    {
        var network = new ZooNetwork((_, _) => throw new NotSupportedException(), () => SmallNetwork.Info, 0, "", "");

        Assert.Equal(SampleInput.Noise(new Random(3), 212), network.DrawInput(new Random(3)));
        Assert.Equal(SampleInput.Words(new Random(3), 5, 9), (network with { Input = random => SampleInput.Words(random, 5, 9) }).DrawInput(new Random(3)));
    }
}
