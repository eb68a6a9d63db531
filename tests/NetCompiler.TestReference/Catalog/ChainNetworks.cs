using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Layers in a row that compilers fuse: convolution, activation, pool, padding.</summary>
public static class ChainNetworks
{
    public static IEnumerable<ReferenceNetwork> All() => [.. ActivationsAndPools(), .. Paddings(), .. Dropouts(), .. Names()];

    private static IEnumerable<ReferenceNetwork> ActivationsAndPools()
    {
        Func<ReferenceLayer>[] functions = [() => new ReluReference(), () => new TanhReference(), () => new SigmoidReference()];
        (int Kernel, int Stride)[] pools = [(2, 2), (3, 2), (2, 1), (2, 3), (3, 3)];
        var random = new RandomValues(5);
        int number = 0;
        foreach (Func<ReferenceLayer> function in functions)
        {
            foreach ((int kernel, int stride) in pools)
            {
                var window = new ReferenceWindow(kernel, kernel) { StrideY = stride, StrideX = stride };
                foreach (bool max in new[] { true, false })
                {
                    // Alternately on the user's image and on blocks; the pool before or behind the function.
                    ReferenceLayer pool = max ? new MaxPoolReference(window) : new AvgPoolReference(window);
                    int channels = random.Pick(1, 3, 16, 20), filters = random.Pick(5, 6, 16, 17, 33), size = random.Next(7, 14), taps = random.Pick(1, 2, 3, 5);
                    var conv = new ConvReference(filters, new ReferenceWindow(taps, taps) { Same = random.Chance(0.3) });
                    List<ReferenceLayer> layers = number % 3 == 2 ? [conv, pool, function()] : [conv, function(), pool];
                    if (number % 2 == 1)
                        layers.InsertRange(0, [new ConvReference(channels, 3), function()]);
                    yield return new($"Chain{++number}", [number % 2 == 1 ? channels : 2, size + 2, size + 3], layers);
                }
            }
        }
    }

    private static IEnumerable<ReferenceNetwork> Paddings()
    {
        ReferenceWindow Padded(int kernel, int padding) => new(kernel, kernel) { Pads = [padding, padding, padding, padding] };
        yield return new("PaddedTwice", [3, 8, 9], new ConvReference(17, Padded(3, 1)), new ReluReference(), new ConvReference(20, Padded(5, 2)), new TanhReference(), new ConvReference(4, Padded(3, 1)));
        yield return new("PaddedSame", [1, 9, 7], new ConvReference(16, new ReferenceWindow(4, 4) { Same = true }), new ConvReference(16, new ReferenceWindow(2, 5) { Same = true, StrideX = 2 }), new ConvReference(3, new ReferenceWindow(3, 2) { Same = true, StrideY = 3 }));
        yield return new("PadBeforeConv", [3, 6, 7], new PadReference(1, 0, 2, 1), new ConvReference(16, 3));
        yield return new("PadBeforePaddedConv", [3, 6, 7], new PadReference(1), new ConvReference(16, Padded(3, 1)), new PadReference(2, 1, 0, 0), new ConvReference(5, Padded(3, 1)));
        yield return new("PadTwice", [2, 4, 4], new PadReference(1), new PadReference(0, 1, 1, 0), new ConvReference(6, 3));
        yield return new("PadBeforeMaxPool", [3, 5, 6], new ConvReference(17, 2), new PadReference(1), new MaxPoolReference(new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2 }));
        yield return new("PadBeforeAvgPool", [3, 5, 6], new ConvReference(17, 2), new PadReference(0, 1, 1, 0), new AvgPoolReference(2), new ConvReference(3, 2));
        yield return new("TwoSlopes", [3, 6, 7], new LeakyReluReference(0.1f), new ConvReference(17, 2), new LeakyReluReference(0.3f), new LeakyReluReference(0f), new ConvReference(5, 3));
        yield return new("PadBehindRelu", [3, 5, 6], new ConvReference(17, 2), new ReluReference(), new PadReference(2), new ConvReference(3, 3), new ReluReference(), new PadReference(1));
        yield return new("PooledIntoPaddedConv", [1, 12, 10], new ConvReference(16, 3), new ReluReference(), new MaxPoolReference(2), new ConvReference(18, Padded(5, 2)), new ReluReference(), new AvgPoolReference(2));
        yield return new("StridedDeep", [3, 17, 19], new ConvReference(16, new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2, Same = true }), new ReluReference(), new ConvReference(32, new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2, Same = true }), new ReluReference(), new ConvReference(40, new ReferenceWindow(1, 1) { StrideY = 2, StrideX = 2 }), new FlattenReference(), new DenseReference(6), new SoftmaxReference());
    }

    private static IEnumerable<ReferenceNetwork> Dropouts()
    {
        yield return new("DropoutInside", [20], new DenseReference(37), new TanhReference(), new DropoutReference(0.4f), new DenseReference(11));
        yield return new("DropoutOfImage", [2, 6, 5], new ConvReference(18, 3), new TanhReference(), new DropoutReference(0.3f), new ConvReference(5, new ReferenceWindow(3, 3) { Same = true }));
        yield return new("DropoutOfInput", [2, 6, 5], new DropoutReference(0.2f), new ConvReference(5, 2), new FlattenReference(), new DropoutReference(0.5f), new DenseReference(4));
        yield return new("DropoutZero", [9], new DenseReference(17), new DropoutReference(0f), new DenseReference(4));
    }

    private static IEnumerable<ReferenceNetwork> Names()
    {
        // A layer that nothing reads: it is declared, holds weights, and changes nothing.
        yield return new("NamedSource", [2, 6, 6], new ConvReference(5, 3) { Name = "a" }, new ConvReference(4, 2) { Name = "unread" }, new ConvReference(6, 3) { Name = "b", From = "a" }, new TanhReference());
        yield return new("FromInput", [2, 6, 6], new ConvReference(5, 3), new ConvReference(3, 2) { From = "input" });
    }
}
