namespace NetCompiler.Tests;

public sealed class LabeledImagesTests
{
    // 7 × 11 pixels: vectors and a rest, at every width of vector.
    private static LabeledImages Create(int count) => new(
        Enumerable.Range(0, count * 77).Select(i => (byte)(i * 37)).ToArray(),
        Enumerable.Range(0, count).Select(i => (byte)(i % 4)).ToArray(),
        [1, 7, 11],
        classes: 5);

    [Fact]
    public void ReadsPixelsScaledAndLabelsAsOneHot()
    {
        LabeledImages images = Create(6);
        float[] input = new float[77];
        float[] target = [9, 9, 9, 9, 9];

        images.Read(3, input, target);

        Assert.Equal(images.GetPixels(3).ToArray().Select(b => b * (1f / 255)), input);
        Assert.Equal([0, 0, 0, 1, 0], target);
    }

    [Fact]
    public void WhiteIsExactlyOne()
    {
        LabeledImages images = new(new byte[] { 255, 0 }, new byte[] { 0 }, [1, 1, 2], 1);
        float[] input = new float[2];
        images.Read(0, input, new float[1]);
        Assert.Equal([1f, 0f], input);
    }

    [Fact]
    public void SlicesSeeTheirPart()
    {
        LabeledImages images = Create(10);
        LabeledImages part = images.Slice(3, 5).Slice(1, 2);

        Assert.Equal(2, part.Count);
        Assert.Equal(images.GetPixels(4).ToArray(), part.GetPixels(0).ToArray());
        Assert.Equal(images.GetLabel(5), part.GetLabel(1));
        Assert.Equal(10, images.Take(99).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Slice(8, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Slice(-1, 3));
    }

    [Fact]
    public void SplitsDealEveryImageOnceAndAlikeForASeed()
    {
        LabeledImages images = Create(50);
        (LabeledImages first, LabeledImages second) = images.Split(20, seed: 4);
        (LabeledImages again, _) = images.Split(20, seed: 4);
        (LabeledImages other, _) = images.Split(20, seed: 5);

        Assert.Equal(20, first.Count);
        Assert.Equal(30, second.Count);
        Assert.Equal(Keys(images).Order(), Keys(first).Concat(Keys(second)).Order());
        Assert.Equal(Keys(first), Keys(again));
        Assert.NotEqual(Keys(first), Keys(other));

        static IEnumerable<string> Keys(LabeledImages set) => Enumerable.Range(0, set.Count).Select(i => Convert.ToHexString(set.GetPixels(i)));
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        Assert.Throws<ArgumentException>(() => new LabeledImages(new byte[5], new byte[1], [1, 2, 2], 10));
        Assert.Throws<ArgumentException>(() => new LabeledImages(new byte[4], new byte[1], [4], 10));
        Assert.Throws<ArgumentException>(() => new LabeledImages(default, default, [1, 0, 2], 10));
        Assert.Throws<ArgumentException>(() => new LabeledImages(new byte[4], new byte[1], [65536, 65536, 65536], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LabeledImages(new byte[4], new byte[1], [1, 2, 2], 0));
        Assert.Contains(
            "Label 7 of image 1",
            Assert.Throws<ArgumentException>(() => new LabeledImages(new byte[8], new byte[] { 0, 7 }, [1, 2, 2], 7)).Message,
            StringComparison.Ordinal);
    }
}
