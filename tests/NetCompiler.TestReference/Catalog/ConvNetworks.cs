using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Convolutions: as the first layer, reading the user's planar image, and behind another, reading (and passing gradients back to) blocks of channels.</summary>
public static class ConvNetworks
{
    /// <summary>Multiply-adds per image that keep the reference quick.</summary>
    private const long LargestCost = 1_200_000;

    /// <summary>LeCun et al. 1998, table I: the maps of S2 that each map of C3 reads.</summary>
    private static readonly int[][] s_lenetTable =
    [
        [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5], [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
        [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
    ];

    public static IEnumerable<ReferenceNetwork> All() =>
        [.. Corners(), .. Dilated(), .. Grouped(), .. Depthwise(), .. Tables(), .. Sequences(), .. Sample(25, inner: false), .. Sample(30, inner: true)];

    private static ReferenceWindow Square(int kernel, int stride = 1, int padding = 0, int dilation = 1) =>
        new(kernel, kernel) { StrideY = stride, StrideX = stride, DilationY = dilation, DilationX = dilation, Pads = [padding, padding, padding, padding] };

    /// <summary>Behind a convolution, which gives the layer's input so many channels and takes its gradient.</summary>
    private static ReferenceNetwork Behind(string name, int[] input, params IReadOnlyList<ReferenceLayer> layers) =>
        new(name, [2, input[1], input[2]], [new ConvReference(input[0], new ReferenceWindow(3, 3) { Same = true }), .. layers]);

    private static IEnumerable<ReferenceNetwork> Corners()
    {
        int number = 0;
        ReferenceNetwork First(int[] input, ConvReference conv) => new($"ConvCorner{++number}", input, conv);
        ReferenceNetwork Inner(int[] input, ConvReference conv) => Behind($"ConvCorner{++number}", input, conv);

        // One pixel.
        yield return First([1, 1, 1], new ConvReference(5, 1));
        yield return First([3, 1, 1], new ConvReference(17, Square(7, 1, 3)));
        yield return Inner([16, 1, 1], new ConvReference(16, Square(3, 1, 1)));

        // One row, one column.
        yield return First([1, 1, 23], new ConvReference(6, new ReferenceWindow(1, 5)));
        yield return First([6, 20, 1], new ConvReference(16, new ReferenceWindow(5, 1) { StrideY = 2 }));
        yield return Inner([17, 1, 19], new ConvReference(33, new ReferenceWindow(1, 3) { Pads = [0, 1, 0, 1] }));

        // The window is the image; the window leaves one position; more padding than window.
        yield return First([1, 5, 5], new ConvReference(120, 5));
        yield return Inner([16, 5, 5], new ConvReference(120, 5));
        yield return First([3, 4, 4], new ConvReference(5, Square(2, 1, 3)));
        yield return Inner([6, 5, 3], new ConvReference(16, Square(1, 1, 2)));

        // Steps over pixels that no window reads.
        yield return First([3, 11, 13], new ConvReference(17, Square(1, 2)));
        yield return Inner([33, 11, 13], new ConvReference(32, Square(1, 3)));
        yield return Inner([16, 13, 17], new ConvReference(16, new ReferenceWindow(2, 3) { StrideY = 3, StrideX = 2, Pads = [1, 0, 0, 2] }));

        // A row and a column at the end that no window reaches.
        yield return Inner([16, 8, 10], new ConvReference(16, Square(3, 2)));

        // Padding on some sides only, larger than needed.
        yield return First([1, 6, 7], new ConvReference(16, new ReferenceWindow(3, 3) { Pads = [2, 0, 0, 5] }));
        yield return Inner([16, 6, 7], new ConvReference(17, new ReferenceWindow(3, 3) { Pads = [0, 3, 4, 0] }));

        // Large windows with stride and with padding.
        yield return First([3, 15, 17], new ConvReference(16, Square(7, 2, 3)));
        yield return First([1, 10, 9], new ConvReference(6, new ReferenceWindow(7, 7) { Same = true }));
        yield return Inner([3, 9, 8], new ConvReference(5, new ReferenceWindow(6, 6) { Same = true, StrideY = 3 }));

        // Many channels and filters, around multiples of 16.
        yield return Inner([64, 7, 6], new ConvReference(70, Square(3, 1, 1)));
        yield return Inner([33, 14, 14], new ConvReference(17, 1));
        yield return Inner([15, 7, 9], new ConvReference(31, Square(3, 2, 1)));
        yield return Inner([1, 20, 23], new ConvReference(1, 3));
        yield return First([64, 5, 7], new ConvReference(32, 3));
    }

    /// <summary>Steps that share a divisor with the dilation and such that do not; as the first layer, and in planes.</summary>
    private static IEnumerable<ReferenceNetwork> Dilated()
    {
        yield return new("DilatedFirst", [3, 9, 10], new ConvReference(17, Square(3, dilation: 2)));
        yield return new("DilatedInPlanes", [1, 13, 20], new ConvReference(6, Square(3, 1, 2, dilation: 2)), new TanhReference(), new ConvReference(5, new ReferenceWindow(2, 3) { DilationX = 3 }));
        yield return Behind("DilatedStrided", [17, 9, 8], new ConvReference(16, Square(3, 2, 2, dilation: 2)));
        yield return Behind("DilatedUnevenly", [16, 13, 14], new ConvReference(5, new ReferenceWindow(2, 3) { DilationY = 3, DilationX = 2, StrideY = 2, StrideX = 3 }));
        yield return Behind("DilatedSame", [5, 14, 15], new ConvReference(6, Square(3, 4, 0, dilation: 6) with { Same = true }), new ConvReference(4, Square(2, 1, 0, dilation: 3) with { Same = true }));
    }

    /// <summary>Groups of whole blocks, of less than one, of more than one; a single output pixel; more contractions than one method holds.</summary>
    private static IEnumerable<ReferenceNetwork> Grouped()
    {
        ConvReference Conv(int filters, int groups, ReferenceWindow window) => new(filters, window) { Groups = groups };
        yield return new("GroupsFirst", [6, 7, 9], Conv(9, 3, Square(3, 2, 1)));
        yield return new("GroupsOfBlocksToPixel", [48, 4, 4], Conv(48, 3, Square(4)), Conv(96, 3, Square(1)));
        yield return Behind("GroupsOfBlocks", [32, 6, 7], Conv(64, 2, Square(3, 1, 1)), new TanhReference(), new MaxPoolReference(2));
        yield return Behind("GroupsInABlock", [8, 5, 6], Conv(12, 4, Square(3, 1, 1)), new ReluReference(), Conv(12, 2, Square(2)));
        yield return Behind("GroupsAcrossBlocks", [40, 6, 5], Conv(20, 5, Square(2)), new TanhReference(), new MaxPoolReference(2));
        yield return Behind("GroupsOfBlocksAndARest", [34, 8, 9], Conv(34, 2, Square(3)), new ReluReference(), new AvgPoolReference(3));
        yield return Behind("GroupsOddly", [51, 4, 5], Conv(34, 17, Square(2)), Conv(17, 17, Square(1)));
        yield return Behind("GroupsToPixel", [24, 5, 4], Conv(36, 2, new ReferenceWindow(5, 4)), Conv(8, 4, Square(1)));
        yield return Behind("GroupsInManyPhases", [40, 7, 8], Conv(40, 8, Square(4, 3, 1)), Conv(60, 20, Square(1)));
        yield return Behind("GroupsRepeatedly", [64, 3, 4], Conv(128, 16, Square(2)), Conv(64, 16, Square(1)));
    }

    /// <summary>Odd numbers of channels, steps, one-sided windows; next to each other, where no weights mix channels; several filters per channel.</summary>
    private static IEnumerable<ReferenceNetwork> Depthwise()
    {
        ReferenceLayer Conv(int channels, ReferenceWindow window, int multiplier = 1, bool bias = true) => ConvReference.Depthwise(channels, window, multiplier, bias);
        yield return new("DepthwiseFirst", [3, 8, 9], Conv(3, Square(3, 1, 1)));
        yield return new("DepthwiseOfOneChannel", [1, 7, 7], Conv(1, Square(3)), new ReluReference(), Conv(1, Square(2, 2), bias: false));
        yield return new("DepthwiseOneSided", [17, 9, 21], Conv(17, new ReferenceWindow(5, 5) { StrideY = 2, StrideX = 2, Pads = [1, 0, 3, 2] }), Conv(17, new ReferenceWindow(1, 7) { Same = true }, bias: false));
        yield return Behind("DepthwiseSeparable", [16, 9, 20], Conv(16, Square(3, 1, 1)), new ReluReference(), new ConvReference(35, 1), new TanhReference(), Conv(35, Square(3, 2, 1)), new TanhReference(), new MaxPoolReference(2), new ConvReference(5, 1));
        yield return Behind("DepthwiseDilated", [17, 12, 11], Conv(17, new ReferenceWindow(3, 3) { DilationY = 2, DilationX = 2, StrideY = 3, StrideX = 1, Pads = [1, 0, 2, 3] }), new ConvReference(6, 1));
        yield return Behind("DepthwiseWithGaps", [20, 9, 8], Conv(20, Square(1, 2)), Conv(20, Square(2, 3)));
        yield return Behind("DepthwiseToPixel", [35, 5, 6], Conv(35, new ReferenceWindow(5, 6)), new ReluReference(), Conv(35, Square(3, 1, 1)));
        yield return Behind("DepthwiseLarge", [32, 12, 13], Conv(32, Square(7, 1, 3)), new ConvReference(33, Square(2, 2)), Conv(33, Square(5, 2, 2)));
        yield return new("DepthwiseTwice", [4, 9, 7], Conv(4, Square(3, 1, 2, dilation: 2), multiplier: 2), Conv(8, Square(3, 2), multiplier: 3));
        yield return Behind("DepthwiseMultiplied", [17, 6, 7], Conv(17, Square(3, 2, 1), multiplier: 3), new ReluReference(), new ConvReference(4, 2));
    }

    private static IEnumerable<ReferenceNetwork> Tables()
    {
        yield return new("TableOfLeNet", [1, 16, 20], new ConvReference(6, Square(3, 1, 1)), new TanhReference(), new AvgPoolReference(2), new ConvReference(16, Square(5)) { Connections = s_lenetTable }, new TanhReference());
        yield return new("TableFirst", [20, 5, 6], new ConvReference(18, Square(2, 2), Bias: false) { Connections = [.. Enumerable.Range(0, 18).Select(filter => Enumerable.Range(0, 20).Where(channel => channel == filter || channel * (filter + 3) % 5 < 2).ToArray())] }, new ConvReference(3, 1));
        yield return Behind("TableToPixel", [5, 4, 3], new ConvReference(21, new ReferenceWindow(4, 3)) { Connections = [.. Enumerable.Range(0, 21).Select(filter => (int[])[filter % 5])] });
    }

    private static IEnumerable<ReferenceNetwork> Sequences()
    {
        ConvReference Conv(int filters, int kernel, int stride = 1, int before = 0, int after = 0, int dilation = 1, int groups = 1) =>
            new(filters, new ReferenceWindow(1, kernel) { StrideX = stride, DilationX = dilation, Pads = [0, before, 0, after] }) { IsSequence = true, Groups = groups };
        yield return new("SequenceFirst", [3, 20], Conv(17, 5));
        yield return new("SequencePadded", [2, 23], Conv(6, 3, 1, 2, 0), new TanhReference(), Conv(17, 4, 2, 1, 2, dilation: 2), new ReluReference(), Conv(5, 1, 3));
        yield return new("SequenceGroups", [5, 14], ConvReference.Depthwise(5, new ReferenceWindow(1, 3) { Same = true }) with { IsSequence = true }, Conv(20, 3), ConvReference.Depthwise(20, new ReferenceWindow(1, 5) { StrideX = 2, Pads = [0, 2, 0, 0] }) with { IsSequence = true }, new TanhReference(), Conv(12, 2, groups: 4));
        yield return new("SequenceToPixel", [2, 9], Conv(18, 3), Conv(6, 7) with { Connections = [[0, 1, 2], [3], [4, 16, 17], [5, 7, 9, 11], [6], [17]] }, new FlattenReference(), new DenseReference(4));
    }

    private static IEnumerable<ReferenceNetwork> Sample(int count, bool inner)
    {
        var random = new RandomValues(inner ? 2u : 1u);
        for (int made = 0; made < count;)
        {
            int kernelHeight = random.Next(1, 7), kernelWidth = random.Chance(0.6) ? kernelHeight : random.Next(1, 7);
            int strideY = random.Chance(0.5) ? 1 : random.Next(1, 3), strideX = random.Chance(0.6) ? strideY : random.Next(1, 3);
            int padding = random.Next(0, 3);
            int dilation = random.Chance(0.25) ? random.Next(2, 3) : 1;
            var window = new ReferenceWindow(kernelHeight, kernelWidth)
            {
                DilationY = dilation,
                DilationX = random.Chance(0.3) ? 1 : dilation,
                StrideY = strideY,
                StrideX = strideX,
                Same = random.Chance(0.25),
                Pads = random.Next(0, 2) switch
                {
                    0 => [0, 0, 0, 0],
                    1 => [padding, padding, padding, padding],
                    _ => [random.Next(0, 3), random.Next(0, 3), random.Next(0, 3), random.Next(0, 3)],
                },
            };
            int channels = random.Pick(1, 3, 6, 16, 17, 20, 33, 64), filters = random.Pick(1, 5, 16, 17, 32, 48, 70);
            int groups = random.Chance(0.3) ? random.Pick(2, 3, 4, 8) : 1;
            (channels, filters) = (Math.Max(1, channels / groups) * groups, Math.Max(1, filters / groups) * groups);
            int height = random.Next(1, 20), width = random.Next(1, 23);
            var conv = new ConvReference(filters, window, Bias: random.Chance(0.8)) { Groups = groups };
            string name = $"Conv{(inner ? "Inner" : "First")}{made + 1}";
            ReferenceNetwork network = inner ? Behind(name, [channels, height, width], conv) : new(name, [channels, height, width], conv);
            if (network.OutputShape.Contains(0) || NetworkCatalog.Cost(network) > LargestCost)
                continue;
            made++;
            yield return network;
        }
    }
}
