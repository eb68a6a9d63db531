using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Pools with overlapping windows, gaps, rows left over, and windows that reach over the border; on the user's image and behind a convolution.</summary>
public static class PoolNetworks
{
    public static IEnumerable<ReferenceNetwork> All() => [.. Sampled(), .. Padded(), .. Picked(), .. Global(), .. Adaptive()];

    private static IEnumerable<ReferenceNetwork> Sampled()
    {
        var random = new RandomValues(3);
        for (int number = 1; number <= 10; number++)
        {
            int kernelHeight = random.Next(1, 4), kernelWidth = random.Chance(0.6) ? kernelHeight : random.Next(1, 4);
            var window = new ReferenceWindow(kernelHeight, kernelWidth)
            {
                StrideY = random.Chance(0.3) ? kernelHeight : random.Next(1, 5),
                StrideX = random.Chance(0.3) ? kernelWidth : random.Next(1, 5),
            };
            int channels = random.Pick(1, 3, 6, 16, 17, 33), height = random.Next(kernelHeight, 15), width = random.Next(kernelWidth, 17);
            ReferenceLayer pool = number % 2 == 0 ? new MaxPoolReference(window) : new AvgPoolReference(window);
            yield return number % 4 < 2
                ? new($"Pool{number}", [channels, height, width], pool)
                : new($"Pool{number}", [2, height, width], new ConvReference(channels, new ReferenceWindow(3, 3) { Same = true }), pool);
        }
    }

    /// <summary>Everything that a window may have, at random, behind a convolution.</summary>
    private static IEnumerable<ReferenceNetwork> Padded()
    {
        var random = new RandomValues(17);
        for (int number = 1; number <= 8; number++)
        {
            bool isMax = number % 2 == 0;
            int height = random.Next(2, 4), width = random.Next(2, 4), dilationY = isMax ? random.Next(1, 3) : 1, dilationX = isMax ? random.Next(1, 2) : 1;
            int extentY = ((height - 1) * dilationY) + 1, extentX = ((width - 1) * dilationX) + 1;
            var window = new ReferenceWindow(height, width)
            {
                StrideY = random.Next(1, 4),
                StrideX = random.Next(1, 4),
                Pads = [random.Next(0, Math.Min(2, extentY - 1)), random.Next(0, Math.Min(2, extentX - 1)), random.Next(0, Math.Min(2, extentY - 1)), random.Next(0, Math.Min(2, extentX - 1))],
                Same = number is 3 or 4 or 5,
            };
            bool ceil = random.Chance(0.6);
            PoolReference pool = isMax
                ? new MaxPoolReference(window) { DilationY = dilationY, DilationX = dilationX, CeilMode = ceil }
                : new AvgPoolReference(window) { CountIncludePad = number switch { 3 => true, 7 => false, _ => null }, CeilMode = ceil };
            int channels = random.Pick(5, 16, 19, 33);
            yield return new($"PoolPadded{number}", [2, random.Next(Math.Max(3, extentY), 12), random.Next(Math.Max(3, extentX), 12)], new ConvReference(channels, new ReferenceWindow(3, 3) { Same = true }), pool);
        }
    }

    private static IEnumerable<ReferenceNetwork> Picked()
    {
        // The window is the image; a pool of a pool; between two convolutions.
        yield return new("PoolWholeMax", [3, 4, 3], new ConvReference(17, 1), new MaxPoolReference(new ReferenceWindow(4, 3)));
        yield return new("PoolWholeAvg", [3, 5, 7], new ConvReference(33, 1), new AvgPoolReference(new ReferenceWindow(5, 7)));
        yield return new("PoolTwice", [1, 15, 13], new ConvReference(6, 3), new MaxPoolReference(2), new AvgPoolReference(new ReferenceWindow(3, 3) { StrideY = 1, StrideX = 2 }));
        yield return new("PoolBetween", [3, 13, 11], new ConvReference(20, 3), new MaxPoolReference(new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2 }), new ConvReference(5, new ReferenceWindow(3, 3) { Same = true }));

        // The first pools of residual and of inception networks; the latter's others keep the size.
        yield return new("PoolStem", [3, 13, 12], new ConvReference(20, 3), new ReluReference(), new MaxPoolReference(new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2, Pads = [1, 1, 1, 1] }), new ConvReference(5, new ReferenceWindow(3, 3) { Same = true }));
        yield return new(
            "PoolInception", [3, 12, 11], new ConvReference(18, 3), new MaxPoolReference(new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2 }) { CeilMode = true },
            new AvgPoolReference(new ReferenceWindow(3, 3) { Pads = [1, 1, 1, 1] }), new ConvReference(7, 1));

        // Rounding up, on its own: one side counts what lies inside. Side by side, but not for a convolution to take.
        yield return new("PoolCeil", [2, 8, 9], new ConvReference(17, 2), new AvgPoolReference(2) { CeilMode = true }, new MaxPoolReference(2) { CeilMode = true }, new ConvReference(3, 1));

        // No window lies inside.
        yield return new("PoolOverAll", [2, 3, 4], new ConvReference(17, 2), new MaxPoolReference(new ReferenceWindow(4, 4) { Pads = [2, 3, 3, 1] }), new AvgPoolReference(new ReferenceWindow(3, 3) { Pads = [2, 2, 2, 2] }));

        // The zeros around the value that another layer pads lie within reach, and are none of the pools' business.
        yield return new(
            "PoolBordered", [2, 6, 7], new ConvReference(18, 2) { Name = "c" }, new ConvReference(3, new ReferenceWindow(5, 5) { Same = true }),
            new MaxPoolReference(new ReferenceWindow(2, 3) { Pads = [1, 2, 1, 2] }) { From = "c" }, new ConvReference(4, new ReferenceWindow(3, 3) { Same = true }));

        yield return new("PoolPaddedByMoreThanItsKernel", [2, 9, 8], new ConvReference(17, 2), new MaxPoolReference(new ReferenceWindow(2, 2) { StrideY = 2, StrideX = 1, Pads = [3, 2, 3, 1] }) { DilationY = 3, DilationX = 2 });
        yield return new("PoolOfSequence", [18, 23], new MaxPoolReference(new ReferenceWindow(1, 3) { StrideX = 2, Pads = [0, 1, 0, 2] }) { OfSequence = true, DilationX = 2 });
        yield return new("PoolOfSequenceMean", [5, 14], new AvgPoolReference(new ReferenceWindow(1, 3) { StrideX = 2, Pads = [0, 1, 0, 1] }) { OfSequence = true, CeilMode = true });
    }

    private static IEnumerable<ReferenceNetwork> Global()
    {
        yield return new("GlobalAvgAlone", [17, 5, 7], new GlobalAvgPoolReference());
        yield return new("GlobalMaxOfSequence", [35, 9], new GlobalMaxPoolReference());
        yield return new("GlobalAvgHead", [3, 9, 9], new ConvReference(33, 3), new GlobalAvgPoolReference(), new DenseReference(5));
        yield return new("GlobalMaxHead", [3, 6, 9], new ConvReference(20, 3), new GlobalMaxPoolReference(), new DenseReference(19), new DenseReference(3));
        yield return new("GlobalOfFew", [3, 4, 5], new ConvReference(18, 3), new GlobalAvgPoolReference(), new TanhReference());
        yield return new(
            "GlobalBordered", [2, 6, 7], new ConvReference(18, 2) { Name = "c" }, new ConvReference(3, new ReferenceWindow(3, 3) { Same = true }),
            new GlobalMaxPoolReference { From = "c" }, new DenseReference(4));
        yield return new(
            "GlobalAvgBordered", [2, 4, 8], new ConvReference(34, 2) { Name = "c" }, new ConvReference(3, new ReferenceWindow(3, 3) { Same = true }),
            new GlobalAvgPoolReference { From = "c" }, new DenseReference(4));
    }

    private static IEnumerable<ReferenceNetwork> Adaptive()
    {
        yield return new("AdaptiveFirst", [3, 7, 10], new AdaptiveAvgPoolReference(3, 4), new ConvReference(5, 2));
        yield return new("AdaptiveInside", [2, 9, 13], new ConvReference(19, 3), new AdaptiveAvgPoolReference(5, 5), new ConvReference(4, new ReferenceWindow(3, 3) { Same = true }));
        yield return new("AdaptiveEven", [2, 9, 8], new ConvReference(19, 2), new AdaptiveAvgPoolReference(4, 7), new ConvReference(4, 1), new AdaptiveAvgPoolReference(1, 1));
        yield return new("AdaptiveLarger", [2, 4, 3], new ConvReference(6, 1), new AdaptiveAvgPoolReference(6, 3), new AdaptiveAvgPoolReference(6, 3));
        yield return new("AdaptiveOfSequence", [6, 11], new AdaptiveAvgPoolReference(4));
    }
}
