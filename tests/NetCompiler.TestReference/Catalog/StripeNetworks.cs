using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Depthwise convolutions behind pixel-wise ones, whose maps may be computed in stripes: windows that share rows between stripes, leave rows out, and lean over any edge.</summary>
public static class StripeNetworks
{
    public static IEnumerable<ReferenceNetwork> All() => [.. Windows(), .. Neighbours(), Large];

    private static ReferenceWindow Padded(int kernel, int stride, params int[] pads) =>
        new(kernel, kernel) { StrideY = stride, StrideX = stride, Pads = pads.Length == 4 ? pads : [kernel / 2, kernel / 2, kernel / 2, kernel / 2] };

    /// <summary>The input in blocks of channels, then the map, then what reads it.</summary>
    private static ReferenceNetwork Of(string name, int channels, int height, int width, ReferenceWindow window, bool bias = true) => new(name, [3, height, width],
        new ConvReference(17, 1), new ConvReference(channels, 1), new Relu6Reference(), ConvReference.Depthwise(channels, window, bias: bias), new ReluReference(), new ConvReference(5, 1));

    private static IEnumerable<ReferenceNetwork> Windows()
    {
        yield return Of("StripesPlain", 35, 11, 10, Padded(3, 1));
        yield return Of("StripesHalving", 48, 13, 9, Padded(3, 2), bias: false);
        yield return Of("StripesValid", 20, 9, 8, Padded(3, 1, 0, 0, 0, 0));
        yield return Of("StripesLarge", 33, 12, 13, Padded(7, 1));
        yield return Of("StripesLargeHalving", 16, 15, 11, Padded(5, 2));
        yield return Of("StripesOneSided", 24, 10, 7, Padded(3, 1, 2, 0, 0, 3));
        yield return Of("StripesBelow", 24, 10, 7, Padded(3, 2, 0, 1, 3, 0));
        yield return Of("StripesDilated", 17, 14, 9, new ReferenceWindow(3, 3) { DilationY = 2, DilationX = 3, Pads = [2, 3, 1, 3] });
        yield return Of("StripesWithGaps", 36, 14, 8, Padded(1, 3, 0, 0, 0, 0));
        yield return Of("StripesOfRow", 19, 8, 21, new ReferenceWindow(1, 5) { Pads = [0, 2, 0, 2] });
        yield return Of("StripesOfColumn", 40, 21, 3, new ReferenceWindow(5, 1) { StrideY = 3, Pads = [2, 0, 2, 0] });
    }

    /// <summary>A map of 1 MB, which is computed in stripes wherever kernels are compiled.</summary>
    private static ReferenceNetwork Large => new("StripesOfLargeMap", [2, 64, 63],
        new ConvReference(16, 1), new ConvReference(67, 1), new Relu6Reference(), ConvReference.Depthwise(67, Padded(3, 2)), new ReluReference(), new ConvReference(3, 1));

    /// <summary>What lies before, between and behind: functions too long for a tile, sums, borders that other readers need, and maps with a second reader, which stay whole.</summary>
    private static IEnumerable<ReferenceNetwork> Neighbours()
    {
        yield return new("StripesBehindFunction", [3, 12, 9],
            new ConvReference(17, 1), new ConvReference(33, 1), new TanhReference(), ConvReference.Depthwise(33, Padded(3, 1)), new TanhReference(), new ConvReference(4, Padded(3, 1)));
        yield return new("StripesOfSums", [3, 11, 7],
            new ConvReference(20, 1) { Name = "a" }, new ConvReference(20, 1), new AddReference("a"), new ReluReference(), ConvReference.Depthwise(20, Padded(3, 1)), new AddReference("a"), new TanhReference(), new ConvReference(6, Padded(3, 1)));
        yield return new("StripesReadTwice", [3, 10, 8],
            new ConvReference(17, 1), new ConvReference(18, 1) { Name = "map" }, ConvReference.Depthwise(18, Padded(3, 1)), new AddReference("map"),
            new ConvReference(18, 1), ConvReference.Depthwise(18, Padded(3, 2)), new ConvReference(4, 1));
        yield return new("StripesInARow", [3, 13, 10],
            new ConvReference(17, 1) { Name = "x" }, new ConvReference(34, 1), new Relu6Reference(), ConvReference.Depthwise(34, Padded(3, 1)), new Relu6Reference(), new ConvReference(17, 1), new AddReference("x"),
            new ConvReference(50, 1), new Relu6Reference(), ConvReference.Depthwise(50, Padded(5, 2)), new Relu6Reference(), new ConvReference(24, 1), ConvReference.Depthwise(24, Padded(3, 1)), new ConvReference(7, 1));

        // The map is computed long before it is read.
        yield return new("StripesLater", [3, 9, 9],
            new ConvReference(17, 1) { Name = "x" }, new ConvReference(32, 1) { Name = "map" }, new ConvReference(20, Padded(3, 1)) { From = "x", Name = "other" },
            ConvReference.Depthwise(32, Padded(3, 1)) with { From = "map", Name = "filtered" }, new ConcatReference(0, "filtered", "other"), new ConvReference(6, 1));
    }
}
