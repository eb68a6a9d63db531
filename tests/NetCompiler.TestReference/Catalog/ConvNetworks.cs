using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Convolutions: as the first layer, reading the user's planar image, and behind another, reading (and passing gradients back to) blocks of channels.</summary>
public static class ConvNetworks
{
    /// <summary>Multiply-adds per image that keep the reference quick.</summary>
    private const long LargestCost = 1_200_000;

    public static IEnumerable<ReferenceNetwork> All() => [.. Corners(), .. Sample(50, inner: false), .. Sample(65, inner: true)];

    private static IEnumerable<ReferenceNetwork> Corners()
    {
        int number = 0;
        ReferenceNetwork First(int[] input, ConvReference conv) => new($"ConvCorner{++number}", input, conv);
        ReferenceNetwork Inner(int[] input, ConvReference conv) =>
            new($"ConvCorner{++number}", [2, input[1], input[2]], new ConvReference(input[0], new ReferenceWindow(3, 3) { Same = true }), conv);
        ReferenceWindow Square(int kernel, int stride = 1, int padding = 0) =>
            new(kernel, kernel) { StrideY = stride, StrideX = stride, Pads = [padding, padding, padding, padding] };

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
        yield return Inner([20, 4, 6], new ConvReference(48, new ReferenceWindow(4, 5)));
        yield return First([3, 4, 4], new ConvReference(5, Square(2, 1, 3)));
        yield return Inner([6, 5, 3], new ConvReference(16, Square(1, 1, 2)));

        // Steps over pixels that no window reads.
        yield return First([3, 11, 13], new ConvReference(17, Square(1, 2)));
        yield return Inner([33, 11, 13], new ConvReference(32, Square(1, 3)));
        yield return Inner([16, 10, 12], new ConvReference(32, Square(2, 3)));
        yield return Inner([16, 13, 17], new ConvReference(16, new ReferenceWindow(2, 3) { StrideY = 3, StrideX = 2, Pads = [1, 0, 0, 2] }));

        // Rows and columns at the end that no window reaches.
        yield return Inner([16, 8, 10], new ConvReference(16, Square(3, 2)));
        yield return Inner([3, 9, 10], new ConvReference(5, Square(5, 3)));

        // Padding on one side only, larger than needed.
        yield return First([1, 6, 7], new ConvReference(16, new ReferenceWindow(3, 3) { Pads = [2, 0, 0, 0] }));
        yield return First([1, 6, 7], new ConvReference(16, new ReferenceWindow(3, 3) { Pads = [0, 0, 0, 5] }));
        yield return Inner([16, 6, 7], new ConvReference(16, new ReferenceWindow(3, 3) { Pads = [0, 3, 0, 0] }));
        yield return Inner([16, 6, 7], new ConvReference(17, new ReferenceWindow(3, 3) { Pads = [0, 0, 4, 1] }));

        // Large windows with stride and with padding.
        yield return First([3, 15, 17], new ConvReference(16, Square(7, 2, 3)));
        yield return Inner([6, 13, 14], new ConvReference(17, Square(6, 2, 2)));
        yield return First([1, 10, 9], new ConvReference(6, new ReferenceWindow(7, 7) { Same = true }));
        yield return Inner([3, 9, 8], new ConvReference(5, new ReferenceWindow(6, 6) { Same = true, StrideY = 3 }));

        // Many channels and filters, around multiples of 16.
        yield return Inner([64, 7, 6], new ConvReference(70, Square(3, 1, 1)));
        yield return Inner([48, 4, 5], new ConvReference(64, 3));
        yield return Inner([33, 14, 14], new ConvReference(17, 1));
        yield return Inner([15, 7, 9], new ConvReference(31, Square(3, 2, 1)));
        yield return Inner([1, 20, 23], new ConvReference(1, 3));
        yield return First([64, 5, 7], new ConvReference(32, 3));
        yield return First([20, 6, 28], new ConvReference(16, 3));
    }

    private static IEnumerable<ReferenceNetwork> Sample(int count, bool inner)
    {
        var random = new RandomValues(inner ? 2u : 1u);
        for (int made = 0; made < count;)
        {
            int kernelHeight = random.Next(1, 7), kernelWidth = random.Chance(0.6) ? kernelHeight : random.Next(1, 7);
            int strideY = random.Chance(0.5) ? 1 : random.Next(1, 3), strideX = random.Chance(0.6) ? strideY : random.Next(1, 3);
            int padding = random.Next(0, 3);
            var window = new ReferenceWindow(kernelHeight, kernelWidth)
            {
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
            int height = random.Next(1, 20), width = random.Next(1, 23);
            var conv = new ConvReference(filters, window, Bias: random.Chance(0.8));
            string name = $"Conv{(inner ? "Inner" : "First")}{made + 1}";
            ReferenceNetwork network = inner
                ? new(name, [2, height, width], new ConvReference(channels, new ReferenceWindow(3, 3) { Same = true }), conv)
                : new(name, [channels, height, width], conv);
            if (network.OutputShape.Contains(0) || NetworkCatalog.Cost(network) > LargestCost)
                continue;
            made++;
            yield return network;
        }
    }
}
