using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Examples small enough to be worked out by hand, from lectures on convolutional networks.</summary>
public static class WorkedExamples
{
    private static readonly Tensor s_image = new([1, 5, 5], [3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1]);

    private static readonly Tensor s_kernel = new([1, 1, 3, 3], [0, 1, 2, 2, 2, 0, 0, 1, 2]);

    private static readonly Tensor s_padded = new([1, 4, 4], [1, 4, 2, 3, 6, 1, 1, 7, 1, 2, 1, 4, 1, 5, 1, 2]);

    private static readonly Tensor s_four = new([1, 2, 2], [1, 2, 3, 4]);
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
        // A filter of 30s along a curve over an image whose outline follows it but for one fainter pixel.
        Conv("Curve", new ReferenceWindow(7, 7), Curve(50, 50, 50, 20, 50), new Tensor([1, 1, 7, 7], Curve(30, 30, 30, 30, 30).Values), [1, 1], [6600]),
        Pool("Average", new AvgPoolReference(new ReferenceWindow(3, 3)), [15, 15, 15, 9, 11, 16, 10, 7, 12], 9),
        Pool("Largest", new MaxPoolReference(new ReferenceWindow(3, 3)), [3, 3, 3, 3, 3, 3, 3, 2, 3], 1),
        .. Conventions(),
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

    /// <summary>The conventions of pools at the border: the examples of ONNX's and PyTorch's documentation, and their formulas by hand. The values of an input are numbered from 1.</summary>
    private static IEnumerable<(ReferenceNetwork, Tensor, IReadOnlyList<Tensor>, Tensor, double)> Conventions()
    {
        ReferenceWindow Square(int kernel, int stride, int padding) => new(kernel, kernel) { StrideY = stride, StrideX = stride, Pads = [padding, padding, padding, padding] };
        yield return Numbered("MaxCeil", [1, 4, 4], new MaxPoolReference(Square(3, 2, 0)) { CeilMode = true }, 11, 12, 15, 16);
        yield return Numbered("MeanCeil", [1, 4, 4], new AvgPoolReference(Square(3, 2, 0)) { CeilMode = true }, 6, 7.5, 12, 13.5);
        yield return Numbered("MaxDilated", [1, 4, 4], new MaxPoolReference(Square(2, 1, 0)) { DilationY = 2, DilationX = 2 }, 11, 12, 15, 16);
        yield return Numbered("MaxPadded", [1, 5, 5], new MaxPoolReference(Square(5, 1, 2)), 13, 14, 15, 15, 15, 18, 19, 20, 20, 20, 23, 24, 25, 25, 25, 23, 24, 25, 25, 25, 23, 24, 25, 25, 25);
        yield return Numbered(
            "MeanPadded", [1, 5, 5], new AvgPoolReference(Square(5, 1, 2)) { CountIncludePad = false },
            7, 7.5, 8, 8.5, 9, 9.5, 10, 10.5, 11, 11.5, 12, 12.5, 13, 13.5, 14, 14.5, 15, 15.5, 16, 16.5, 17, 17.5, 18, 18.5, 19);
        yield return Numbered(
            "MeanPaddedCounted", [1, 5, 5], new AvgPoolReference(Square(5, 1, 2)),
            2.52, 3.6, 4.8, 4.08, 3.24, 4.56, 6.4, 8.4, 7.04, 5.52, 7.2, 10, 13, 10.8, 8.4, 6.96, 9.6, 12.4, 10.24, 7.92, 6.12, 8.4, 10.8, 8.88, 6.84);
        yield return Numbered("MaxSame", [1, 5, 5], new MaxPoolReference(Square(3, 2, 0) with { Same = true }), 7, 9, 10, 17, 19, 20, 22, 24, 25);
        yield return Numbered("MeanSame", [1, 5, 5], new AvgPoolReference(Square(3, 2, 0) with { Same = true }), 4, 5.5, 7, 11.5, 13, 14.5, 19, 20.5, 22);
        yield return Numbered("MeanOfSequence", [1, 7], new AvgPoolReference(new ReferenceWindow(1, 3) { StrideX = 2 }) { OfSequence = true }, 2, 4, 6);

        // The last of three windows starts at the last value: it covers that and a zero of the padding, and a third place that is beyond.
        var three = new ReferenceWindow(1, 3) { StrideX = 2, Pads = [0, 1, 0, 1] };
        yield return Numbered("MeanCeilCounted", [1, 4], new AvgPoolReference(three) { OfSequence = true, CeilMode = true }, 1, 3, 2);
        yield return Numbered("MeanCeilNotCounted", [1, 4], new AvgPoolReference(three) { OfSequence = true, CeilMode = true, CountIncludePad = false }, 1.5, 3, 4);

        // A third window would start behind the input, in the padding: there is none.
        yield return Numbered("MaxCeilInsideOnly", [1, 3], new MaxPoolReference(new ReferenceWindow(1, 2) { StrideX = 2, Pads = [0, 1, 0, 1] }) { OfSequence = true, CeilMode = true }, 1, 3);

        // Windows of different sizes that share values: [0, 2), [1, 4), [3, 5).
        yield return Numbered("Adaptive", [1, 5], new AdaptiveAvgPoolReference(3), 1.5, 3, 4.5);
        yield return Numbered("GlobalMean", [2, 3, 3], new GlobalAvgPoolReference(), 5, 14);
        yield return Numbered("GlobalMax", [2, 3, 3], new GlobalMaxPoolReference(), 9, 18);
    }

    private static Tensor Curve(params double[] values)
    {
        var image = new Tensor(1, 7, 7);
        (int Row, int Column)[] curve = [(1, 5), (2, 4), (3, 3), (4, 3), (5, 3)];
        foreach (((int row, int column), double value) in curve.Zip(values))
            image[0, row, column] = value;
        return image;
    }

    private static (ReferenceNetwork, Tensor, IReadOnlyList<Tensor>, Tensor, double) Numbered(string name, int[] shape, ReferenceLayer layer, params double[] expected)
    {
        var input = new Tensor(shape);
        for (int i = 0; i < input.Length; i++)
            input.Values[i] = i + 1;
        var network = new ReferenceNetwork($"Worked{name}", shape, layer);
        return (network, input, [], new Tensor(network.OutputShape, expected), 1e-5);
    }

    private static (ReferenceNetwork, Tensor, IReadOnlyList<Tensor>, Tensor, double) Conv(string name, ReferenceWindow window, Tensor image, Tensor kernel, int[] size, double[] expected) =>
        (new ReferenceNetwork($"Worked{name}", image.Shape, new ConvReference(1, window, Bias: false)), image, [kernel], new Tensor([1, .. size], expected), 0);

    /// <summary>Expected values are given times <paramref name="count"/>, so that they are whole numbers.</summary>
    private static (ReferenceNetwork, Tensor, IReadOnlyList<Tensor>, Tensor, double) Pool(string name, ReferenceLayer pool, double[] expected, double count) =>
        (new ReferenceNetwork($"Worked{name}", s_image.Shape, pool), s_image, [], new Tensor([1, 3, 3], expected).Map(value => value / count), 1e-6);

    private static (ReferenceNetwork, Tensor, IReadOnlyList<Tensor>, Tensor, double) Moved(string name, Tensor image, ReferenceLayer layer, int[] size, double[] expected) =>
        (new ReferenceNetwork($"Worked{name}", image.Shape, layer), image, [], new Tensor([1, .. size], expected), 1e-6);
}
