using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Layers that move, cut or enlarge: on the user's image, behind layers with weights, on sequences and vectors; channels that fill their blocks and not.</summary>
public static class MovingNetworks
{
    public static IEnumerable<ReferenceNetwork> All() => [.. Paddings(), .. Cuts(), .. Rearrangements(), .. Reshapes(), .. Enlargements()];

    private static IEnumerable<ReferenceNetwork> Paddings()
    {
        ReferenceWindow padded = new(3, 3) { Pads = [1, 1, 1, 1] };
        yield return new("PadReplicate", [3, 4, 5], new PadReference(1, 2, 5, 0) { Mode = "Replicate" }, new ConvReference(17, 3), new PadReference(2) { Mode = "Replicate" }, new ConvReference(4, padded));
        yield return new("PadReflect", [2, 6, 7], new ConvReference(18, 3), new PadReference(1, 2, 3, 4) { Mode = "Reflect" }, new ConvReference(5, 3), new PadReference(0, 1, 1, 0) { Mode = "Reflect" });
        yield return new("PadSymmetric", [2, 5, 4], new ConvReference(33, 2), new PadReference(4, 3, 0, 1) { Mode = "Symmetric" }, new MaxPoolReference(2), new ConvReference(5, 2));
        yield return new("PadCircular", [17, 3, 4], new ConvReference(16, 1), new PadReference(3, 0, 1, 4) { Mode = "Circular" }, new ConvReference(6, padded), new PadReference(1) { Mode = "Circular" });
        yield return new("PadOnePixel", [2, 1, 1], new ConvReference(3, 1), new PadReference(2) { Mode = "Replicate" }, new PadReference(3) { Mode = "Symmetric" }, new ConvReference(2, 2));
        yield return new("PadSequence", [11], new DenseReference(85), new ReshapeReference(17, 5), new PadReference(2, 4) { Mode = "Reflect" }, new PadReference(0, 3), new PadReference(1) { Mode = "Circular" }, new FlattenReference(), new DenseReference(4));
    }

    private static IEnumerable<ReferenceNetwork> Cuts()
    {
        ReferenceWindow padded = new(2, 2) { Pads = [1, 0, 0, 1] };
        yield return new("Crop", [3, 7, 8], new CropReference(1, 0, 0, 2), new ConvReference(17, 2), new CropReference(1), new ConvReference(5, padded), new CropReference(0, 1, 2, 0));
        yield return new("CropSequence", [7], new DenseReference(102), new ReshapeReference(17, 6), new CropReference(1, 2), new SliceReference(1, 3, Axis: 1), new CropReference(0), new FlattenReference(), new DenseReference(4));

        // Channels with others of their block behind them, where the gradient's last block holds what lay in its memory before; whole blocks; blocks cut in two.
        yield return new("SlicePartOfBlock", [2, 4, 5], new ConvReference(40, 2), new SliceReference(16, 20), new ReshapeReference(6, 8));
        yield return new("SliceBlocks", [2, 4, 5], new ConvReference(40, 2), new SliceReference(16, 40), new SliceReference(0, 16), new ConvReference(5, padded));
        yield return new("SliceAcrossBlocks", [5, 3, 4], new SliceReference(1, 4), new ConvReference(37, 2), new SliceReference(3, 36), new ConvReference(4, 1));
        yield return new("SliceRowsAndColumns", [2, 6, 7], new SliceReference(1, 6, Axis: 1), new ConvReference(18, 2), new SliceReference(1, 4, Axis: 1), new SliceReference(2, 6, Axis: 2), new ConvReference(3, 2));
        yield return new("SliceVector", [37], new SliceReference(5, 30), new DenseReference(40), new SliceReference(3, 36), new DenseReference(7), new SliceReference(1, 6));
        yield return new("SliceFlattened", [2, 5, 4], new ConvReference(19, 2), new FlattenReference(), new SliceReference(7, 199), new DenseReference(5));
    }

    private static IEnumerable<ReferenceNetwork> Rearrangements()
    {
        ReferenceWindow padded = new(3, 3) { Pads = [1, 1, 1, 1] };
        yield return new("SpaceToDepth", [3, 6, 12], new SpaceToDepthReference(2), new ConvReference(5, padded), new SpaceToDepthReference(3), new ConvReference(4, 1));
        yield return new("SpaceToDepthBlocks", [2, 4, 6], new ConvReference(32, 1), new SpaceToDepthReference(2), new ConvReference(7, padded), new SpaceToDepthReference(1));
        yield return new("ChannelShuffle", [6, 3, 4], new ChannelShuffleReference(3), new ConvReference(20, 2), new ChannelShuffleReference(4), new ConvReference(18, padded), new ChannelShuffleReference(9));
        yield return new("ChannelShuffleSequence", [5], new DenseReference(96), new ReshapeReference(32, 3), new ChannelShuffleReference(2), new FlattenReference(), new DenseReference(3));
    }

    private static IEnumerable<ReferenceNetwork> Reshapes()
    {
        ReferenceWindow padded = new(3, 2) { Pads = [1, 1, 1, 1] };
        yield return new("ReshapeImage", [3, 4, 5], new ReshapeReference(5, 2, -1), new ConvReference(18, padded), new ReshapeReference(7, 9, 4), new ConvReference(17, 2), new ReshapeReference(-1, 17));
        yield return new("ReshapeVector", [9], new DenseReference(90), new ReshapeReference(3, 5, 6), new ConvReference(17, padded), new ReshapeReference(-1), new DenseReference(40), new ReshapeReference(40, 1, 1), new ConvReference(3, padded));
        yield return new("ReshapeFlattened", [3, 5, 7], new FlattenReference(), new ReshapeReference(7, 5, 3), new ConvReference(19, 2), new FlattenReference(), new TanhReference(), new ReshapeReference(2, -1), new ReshapeReference(8, 19), new FlattenReference(), new DenseReference(4));
        yield return new("ReshapePlanes", [1, 6, 7], new NormalizeReference(0.5f, 2f), new ConvReference(3, 2), new ReshapeReference(5, -1, 3));
        yield return new("ReshapeOneChannel", [24], new ReshapeReference(1, 4, 6), new ConvReference(1, padded), new ReshapeReference(2, 14), new ReshapeReference(1, 28), new ReshapeReference(28));
    }

    private static IEnumerable<ReferenceNetwork> Enlargements()
    {
        ReferenceWindow padded = new(3, 3) { Pads = [1, 1, 1, 1] };
        yield return new("UpsampleNearest", [3, 2, 3], new UpsampleReference(2, 3), new ConvReference(18, 2), new UpsampleReference(3), new ConvReference(5, padded), new UpsampleReference(1, 2));
        yield return new("UpsampleBilinear", [3, 3, 4], new UpsampleReference(2) { Bilinear = true }, new ConvReference(17, 4), new UpsampleReference(3, 4) { Bilinear = true }, new ConvReference(5, padded), new UpsampleReference(1, 5) { Bilinear = true });
        yield return new("UpsampleAligned", [2, 3, 4], new ConvReference(18, 2), new UpsampleReference(3, 2) { Bilinear = true, AlignCorners = true }, new ConvReference(33, new ReferenceWindow(1, 6)), new UpsampleReference(2, 3) { Bilinear = true, AlignCorners = true }, new ConvReference(3, padded));
        yield return new("UpsampleSequence", [5], new DenseReference(68), new ReshapeReference(17, 4), new UpsampleReference(3), new UpsampleReference(2) { Bilinear = true }, new UpsampleReference(2) { Bilinear = true, AlignCorners = true }, new FlattenReference(), new DenseReference(4));
    }
}
