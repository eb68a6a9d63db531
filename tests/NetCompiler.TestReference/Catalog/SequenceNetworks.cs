using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Tables, recurrent layers, Gram matrices, and regions, which a table of boxes provides.</summary>
public static class SequenceNetworks
{
    /// <summary>Boxes on an image of 9 × 9: whole and inside it, at its first and last pixel, across each border, outside, overlapping, of no size, turned round.</summary>
    private static readonly double[][] s_boxes =
    [
        [0, 0, 8, 8], [1, 2, 5, 6], [2.5, 1.25, 6.75, 3.5], [0, 0, 0, 0], [8, 8, 8, 8], [-3.5, -2.25, 4.25, 3.5], [6.5, 5.5, 14, 12], [-1, 3, 12, 4],
        [20, 20, 25, 26], [-30, 2, -20, 5], [4.5, 4.5, 4.5, 4.5], [5, 6, 2, 2], [3, -5, 3.5, 13],
    ];

    public static IEnumerable<ReferenceNetwork> All() => [.. Embeddings(), .. Recurrent(), .. Grams(), .. Regions()];

    private static IEnumerable<ReferenceNetwork> Embeddings()
    {
        yield return new("EmbeddingAlone", [7], new EmbeddingReference(5, 17));
        yield return new("EmbeddingOfOne", [1], new EmbeddingReference(6, 3), new FlattenReference(), new DenseReference(4));
        yield return new("EmbeddingTwice", [6],
            new EmbeddingReference(9, 16), new FlattenReference { Name = "a" }, new EmbeddingReference(11, 35) { From = "input" }, new ReluReference(), new FlattenReference(), new ConcatReference(0, "a"), new DenseReference(3));
    }

    private static IEnumerable<ReferenceNetwork> Recurrent()
    {
        yield return new("LstmAlone", [3, 6], new LstmReference(5));
        yield return new("LstmLastState", [20, 4], new LstmReference(17, ReturnSequence: false));
        yield return new("LstmOfOneUnit", [1, 3], new LstmReference(1), new FlattenReference(), new DenseReference(2));
        yield return new("LstmOfTwoSteps", [16, 2], new LstmReference(16), new LstmReference(8, ReturnSequence: false));
        yield return new("LstmInside", [7], new EmbeddingReference(6, 19), new LstmReference(33), new TanhReference(), new LstmReference(5, ReturnSequence: false), new DenseReference(3));
        yield return new("LstmBehindFrozenTable", [5], new EmbeddingReference(9, 33) { Frozen = true }, new LstmReference(24, ReturnSequence: false), new DenseReference(4), new SoftmaxReference());
    }

    private static IEnumerable<ReferenceNetwork> Grams()
    {
        yield return new("GramAlone", [19, 3, 4], new GramReference());
        yield return new("GramInside", [2, 6, 5], new ConvReference(70, 3), new GramReference(), new ConvReference(3, new ReferenceWindow(5, 5) { StrideY = 7, StrideX = 9 }));
        yield return new("GramOfSequence", [8], new EmbeddingReference(5, 8), new GramReference(), new FlattenReference(), new DenseReference(3));
    }

    private static IEnumerable<ReferenceNetwork> Regions()
    {
        yield return On(18, "RoiPoolLast", 13, frozen: true, new RoiPoolReference(2, 3, "boxes"));
        yield return On(5, "RoiPoolInside", 6, frozen: false, new RoiPoolReference(3, 3, "boxes") { Scale = 0.5f }, new ConvReference(7, new ReferenceWindow(3, 3) { StrideY = 3 }), new TanhReference(), new FlattenReference(), new DenseReference(3));
        yield return On(33, "RoiPoolFrom", 3, frozen: true, new ConvReference(4, 7), new FlattenReference { Name = "other" }, new RoiPoolReference(1, 1, "boxes") { From = "features" }, new FlattenReference(), new ConcatReference(0, "other"), new DenseReference(5));
        yield return On(18, "RoiAlignLast", 13, frozen: true, new RoiAlignReference(3, 2, "boxes"));
        yield return On(17, "RoiAlignInside", 6, frozen: false, new RoiAlignReference(2, 2, "boxes") { Scale = 0.75f, Samples = 1, Aligned = true }, new ConvReference(6, new ReferenceWindow(2, 2) { StrideY = 2 }), new ReluReference(), new FlattenReference(), new DenseReference(3));
        yield return On(3, "RoiAlignFine", 5, frozen: true, new RoiAlignReference(1, 4, "boxes") { Samples = 3 }, new FlattenReference(), new DenseReference(2));
    }

    /// <summary>Layers behind an image of 9 × 9 that a convolution makes of a Gram matrix, with boxes chosen by the same indexes. They get no gradient, frozen or not.</summary>
    private static ReferenceNetwork On(int channels, string name, int count, bool frozen, params ReferenceLayer[] layers) => new(name, [count],
    [
        new EmbeddingReference(s_boxes.Length, 4) { Frozen = frozen, Table = [.. s_boxes.SelectMany(box => box)], Name = "boxes" },
        new EmbeddingReference(s_boxes.Length, 9) { From = "input" }, new GramReference(), new ConvReference(channels, new ReferenceWindow(3, 3) { Same = true }) { Name = "features" },
        .. layers,
    ]);
}
