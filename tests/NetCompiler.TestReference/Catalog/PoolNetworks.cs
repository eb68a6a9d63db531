using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Pools with overlapping windows, gaps, and rows left over; on the user's image and behind a convolution.</summary>
public static class PoolNetworks
{
    public static IEnumerable<ReferenceNetwork> All()
    {
        var random = new RandomValues(3);
        for (int number = 1; number <= 28; number++)
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

        // The window is the image; a pool of a pool; between two convolutions.
        yield return new("PoolWholeMax", [3, 4, 3], new ConvReference(17, 1), new MaxPoolReference(new ReferenceWindow(4, 3)));
        yield return new("PoolWholeAvg", [3, 5, 7], new ConvReference(33, 1), new AvgPoolReference(new ReferenceWindow(5, 7)));
        yield return new("PoolTwice", [1, 15, 13], new ConvReference(6, 3), new MaxPoolReference(2), new AvgPoolReference(new ReferenceWindow(3, 3) { StrideY = 1, StrideX = 2 }));
        yield return new("PoolBetween", [3, 13, 11], new ConvReference(20, 3), new MaxPoolReference(new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2 }), new ConvReference(5, new ReferenceWindow(3, 3) { Same = true }));
    }
}
