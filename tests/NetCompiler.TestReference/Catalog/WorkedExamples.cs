using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Examples small enough to be worked out by hand, from lectures on convolutional networks.</summary>
public static class WorkedExamples
{
    private static readonly Tensor s_image = new([1, 5, 5], [3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1]);

    private static readonly Tensor s_kernel = new([1, 1, 3, 3], [0, 1, 2, 2, 2, 0, 0, 1, 2]);

    private static readonly Tensor s_square = new([1, 2, 2], [0, 1, 2, 3]);

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
        (new ReferenceNetwork("WorkedTransposed", [1, 2, 2], new ConvTransposeReference(1, new ReferenceWindow(2, 2), Bias: false)), s_square, [new Tensor([1, 1, 2, 2], s_square.Values)], new Tensor([1, 3, 3], [0, 0, 1, 0, 4, 6, 4, 12, 9]), 0),
        Pool("Average", new AvgPoolReference(new ReferenceWindow(3, 3)), [15, 15, 15, 9, 11, 16, 10, 7, 12], 9),
        Pool("Largest", new MaxPoolReference(new ReferenceWindow(3, 3)), [3, 3, 3, 3, 3, 3, 3, 2, 3], 1),
    ];

    private static (ReferenceNetwork, Tensor, IReadOnlyList<Tensor>, Tensor, double) Conv(string name, ReferenceWindow window, Tensor image, Tensor kernel, int[] size, double[] expected) =>
        (new ReferenceNetwork($"Worked{name}", image.Shape, new ConvReference(1, window, Bias: false)), image, [kernel], new Tensor([1, .. size], expected), 0);

    /// <summary>Expected values are given times <paramref name="count"/>, so that they are whole numbers.</summary>
    private static (ReferenceNetwork, Tensor, IReadOnlyList<Tensor>, Tensor, double) Pool(string name, ReferenceLayer pool, double[] expected, double count) =>
        (new ReferenceNetwork($"Worked{name}", s_image.Shape, pool), s_image, [], new Tensor([1, 3, 3], expected).Map(value => value / count), 1e-6);
}
