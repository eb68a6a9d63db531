using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Fully connected layers: widths around multiples of the vector lengths, alone, chained, and behind images.</summary>
public static class DenseNetworks
{
    public static IEnumerable<ReferenceNetwork> All()
    {
        var random = new RandomValues(4);
        for (int number = 1; number <= 22; number++)
        {
            int features = random.Pick(1, 2, 3, 5, 15, 16, 17, 31, 33, 64, 100, 127, 255, 400);
            int units = random.Chance(0.5) ? random.Next(1, 40) : random.Next(41, 200);
            var dense = new DenseReference(units, Bias: random.Chance(0.8));
            yield return random.Next(0, 2) switch
            {
                0 => new($"Dense{number}", [features], dense),
                1 => new($"Dense{number}", [features], dense, new TanhReference(), new DenseReference(random.Next(2, 20))),
                _ => new($"Dense{number}", [features], new DenseReference(random.Next(1, 50), Bias: false), new ReluReference(), dense, new SoftmaxReference()),
            };
        }

        // A flattened image whose channels do not fill their last block; a flattened input; a flattened vector.
        foreach (int channels in new[] { 1, 3, 5, 15, 16, 17, 20, 33, 48 })
            yield return new($"DenseBehindConv{channels}", [2, 5, 4], new ConvReference(channels, new ReferenceWindow(3, 3) { Same = true }), new FlattenReference(), new DenseReference(13));
        yield return new("DenseBehindPool", [1, 9, 11], new ConvReference(20, 3), new ReluReference(), new MaxPoolReference(2), new FlattenReference(), new DenseReference(31), new ReluReference(), new DenseReference(7));
        yield return new("DenseBehindOnePixel", [3, 5, 5], new ConvReference(21, 5), new TanhReference(), new FlattenReference(), new DenseReference(9));
        yield return new("DenseBehindInput", [3, 5, 7], new FlattenReference(), new DenseReference(19));
        yield return new("DenseBehindNormalize", [3, 5, 7], new NormalizeReference([0.25f, 0.5f, -0.5f], [0.5f, 1.5f, 2f]), new FlattenReference(), new DenseReference(19), new SigmoidReference());
        yield return new("DenseBehindPad", [2, 3, 5], new PadReference(1, 2, 0, 1), new FlattenReference(), new DenseReference(18));
        yield return new("DenseBehindPaddedPool", [17, 3, 5], new PadReference(1), new AvgPoolReference(2), new FlattenReference(), new DenseReference(18));
        yield return new("DenseFlattenedTwice", [6], new FlattenReference(), new DenseReference(18), new FlattenReference(), new DenseReference(2));
        yield return new("DenseOne", [1], new DenseReference(1, Bias: false));
    }
}
