using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Examples small enough to be worked out by hand, from lectures on convolutional networks.</summary>
public static class WorkedExamples
{
    private static readonly Tensor s_image = new([1, 5, 5], [3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1]);

    private static readonly Tensor s_kernel = new([1, 1, 3, 3], [0, 1, 2, 2, 2, 0, 0, 1, 2]);

    private static readonly Tensor s_padded = new([1, 4, 4], [1, 4, 2, 3, 6, 1, 1, 7, 1, 2, 1, 4, 1, 5, 1, 2]);

    private static readonly Tensor s_four = new([1, 2, 2], [1, 2, 3, 4]);

    public static IReadOnlyList<(ReferenceNetwork Network, Tensor Input, IReadOnlyList<Tensor> Weights, Tensor Expected, double Tolerance)> All { get; } =
    [
        Conv("Valid", new ReferenceWindow(3, 3), s_image, s_kernel, [3, 3], [12, 12, 17, 10, 17, 19, 9, 6, 14]),
        Conv("PaddedStrided", new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2, Pads = [1, 1, 1, 1] }, s_image, s_kernel, [3, 3], [6, 17, 3, 8, 17, 13, 6, 4, 4]),
        Conv(
            "Edges", new ReferenceWindow(3, 3) { Pads = [1, 1, 1, 1] },
            new Tensor([1, 6, 6], [1, 2, 3, 1, 3, 5, 2, 2, 5, 4, 2, 5, 0, 6, 9, 6, 2, 2, 2, 0, 1, 9, 4, 0, 5, 5, 4, 6, 7, 6, 6, 1, 3, 7, 1, 5]),
            new Tensor([1, 1, 3, 3], [1, 0, -1, 1, 0, -1, 1, 0, -1]),
            [6, 6],
            [-4, -5, -1, 3, -5, 5, -10, -14, -1, 10, -1, 7, -8, -11, -11, 7, 12, 8, -11, -7, -10, 1, 13, 13, -6, 5, -16, -4, 11, 12, -6, 4, -7, -1, 2, 8]),
        Pool("Average", new AvgPoolReference(new ReferenceWindow(3, 3)), [15, 15, 15, 9, 11, 16, 10, 7, 12], 9),
        Pool("Largest", new MaxPoolReference(new ReferenceWindow(3, 3)), [3, 3, 3, 3, 3, 3, 3, 2, 3], 1),
        Moved(
            "Symmetric", s_padded, new PadReference(2) { Mode = "Symmetric" }, [8, 8],
            [
                1, 6, 6, 1, 1, 7, 7, 1, 4, 1, 1, 4, 2, 3, 3, 2, 4, 1, 1, 4, 2, 3, 3, 2, 1, 6, 6, 1, 1, 7, 7, 1,
                2, 1, 1, 2, 1, 4, 4, 1, 5, 1, 1, 5, 1, 2, 2, 1, 5, 1, 1, 5, 1, 2, 2, 1, 2, 1, 1, 2, 1, 4, 4, 1,
            ]),
        Moved(
            "Circular", s_padded, new PadReference(2) { Mode = "Circular" }, [8, 8],
            [
                1, 4, 1, 2, 1, 4, 1, 2, 1, 2, 1, 5, 1, 2, 1, 5, 2, 3, 1, 4, 2, 3, 1, 4, 1, 7, 6, 1, 1, 7, 6, 1,
                1, 4, 1, 2, 1, 4, 1, 2, 1, 2, 1, 5, 1, 2, 1, 5, 2, 3, 1, 4, 2, 3, 1, 4, 1, 7, 6, 1, 1, 7, 6, 1,
            ]),
        Moved("Reflect", s_four, new PadReference(1) { Mode = "Reflect" }, [4, 4], [4, 3, 4, 3, 2, 1, 2, 1, 4, 3, 4, 3, 2, 1, 2, 1]),
        Moved("Nearest", s_four, new UpsampleReference(2), [4, 4], [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]),
        Moved(
            "Bilinear", s_four, new UpsampleReference(2) { Bilinear = true }, [4, 4],
            [1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4]),
        Moved(
            "Aligned", s_four, new UpsampleReference(2) { Bilinear = true, AlignCorners = true }, [4, 4],
            [1, 4 / 3.0, 5 / 3.0, 2, 5 / 3.0, 2, 7 / 3.0, 8 / 3.0, 7 / 3.0, 8 / 3.0, 3, 10 / 3.0, 3, 10 / 3.0, 11 / 3.0, 4]),
    ];

    private static (ReferenceNetwork, Tensor, IReadOnlyList<Tensor>, Tensor, double) Conv(string name, ReferenceWindow window, Tensor image, Tensor kernel, int[] size, double[] expected) =>
        (new ReferenceNetwork($"Worked{name}", image.Shape, new ConvReference(1, window, Bias: false)), image, [kernel], new Tensor([1, .. size], expected), 0);

    /// <summary>Expected values are given times <paramref name="count"/>, so that they are whole numbers.</summary>
    private static (ReferenceNetwork, Tensor, IReadOnlyList<Tensor>, Tensor, double) Pool(string name, ReferenceLayer pool, double[] expected, double count) =>
        (new ReferenceNetwork($"Worked{name}", s_image.Shape, pool), s_image, [], new Tensor([1, 3, 3], expected).Map(value => value / count), 1e-6);

    private static (ReferenceNetwork, Tensor, IReadOnlyList<Tensor>, Tensor, double) Moved(string name, Tensor image, ReferenceLayer layer, int[] size, double[] expected) =>
        (new ReferenceNetwork($"Worked{name}", image.Shape, layer), image, [], new Tensor([1, .. size], expected), 1e-6);
}
