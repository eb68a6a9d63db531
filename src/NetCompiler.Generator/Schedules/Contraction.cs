using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Schedules;

/// <summary>One loop of a reduction: how far it moves through the input, and through the weights' tensor as users know it.</summary>
/// <param name="Name">What it runs over; also the loop variable's name.</param>
/// <param name="Count">Iterations.</param>
/// <param name="InputStep">Floats between two iterations in the input.</param>
/// <param name="WeightStep">Floats between two iterations in the weights' tensor.</param>
internal sealed record ReductionLoop(string Name, int Count, int InputStep, int WeightStep);

/// <summary>A nest of loops, outermost first, that starts at an offset of its own.</summary>
internal sealed record ReductionNest(int InputOffset, int WeightOffset, EquatableArray<ReductionLoop> Loops)
{
    public long Count => Loops.Aggregate(1L, (product, loop) => product * loop.Count);

    /// <summary>The innermost loop; one of a single term where there is none.</summary>
    public ReductionLoop Innermost => Loops.Count > 0 ? Loops[Loops.Count - 1] : new ReductionLoop("term", 1, 0, 0);

    /// <summary>The same terms in the same order with loops joined where the input runs on without a gap; weights are a stream anyway.</summary>
    public ReductionNest Merged()
    {
        var merged = new List<ReductionLoop>();
        foreach (ReductionLoop loop in Loops.Where(loop => loop.Count != 1).Reverse())
        {
            if (merged.Count > 0 && merged[0] is var inner && loop.InputStep == inner.Count * inner.InputStep)
                merged[0] = inner with { Name = inner.Name == "channel" ? "feature" : inner.Name, Count = loop.Count * inner.Count };
            else
                merged.Insert(0, loop);
        }

        return this with { Loops = new(merged) };
    }
}

/// <summary>A grid of output pixels with weights of their own.</summary>
/// <param name="Rows">Rows of positions.</param>
/// <param name="Columns">Positions in a row.</param>
/// <param name="OutputRowStep">From one row of positions to the next in the output.</param>
/// <param name="OutputColumnStep">From one position to the next in the output.</param>
/// <param name="WeightRowStep">From one row of positions to the next in the weights' tensor.</param>
/// <param name="WeightColumnStep">From one position to the next in the weights' tensor.</param>
internal sealed record Positions(int Rows, int Columns, int OutputRowStep, int OutputColumnStep, int WeightRowStep, int WeightColumnStep)
{
    public static readonly Positions Shared = new(1, 1, 0, 0, 0, 0);

    /// <summary>From one row of positions to the next in the input; 0 where all of them read the same.</summary>
    public int InputRowStep { get; init; }

    /// <summary>From one position to the next in the input.</summary>
    public int InputColumnStep { get; init; }

    public int Count => Rows * Columns;
}

/// <summary>The same sums once more for further output channels, with other input channels and weights: the groups of a convolution.</summary>
/// <param name="Count">How often the sums are computed in all.</param>
/// <param name="OutputChannels">From the output channels of one time to those of the next; a multiple of 16.</param>
/// <param name="InputStep">Floats between two times in the input.</param>
/// <param name="OutputStep">Floats between two times in the output.</param>
/// <param name="WeightStep">Floats between two times in the weights' tensor.</param>
internal sealed record Repetition(int Count, int OutputChannels, int InputStep, int OutputStep, int WeightStep)
{
    public static readonly Repetition Once = new(1, 0, 0, 0, 0);
}

/// <summary>Where a further value lies that is added to the sums, point by point and channel by channel.</summary>
/// <param name="Origin">What is added to point (0, 0) of the first output channel.</param>
/// <param name="RowStep">From one row of points to the next.</param>
/// <param name="ColumnStep">From one point to the next: a pixel, or an image.</param>
/// <param name="BlockStride">From 16 output channels to the next 16.</param>
internal sealed record SummandPlace(int Origin, int RowStep, int ColumnStep, int BlockStride)
{
    /// <summary>A value's place, read from one of its channels on.</summary>
    /// <param name="layout">How the value lies.</param>
    /// <param name="channel">The first channel that is read; a multiple of 16.</param>
    /// <param name="columnStep">From one point to the next.</param>
    public static SummandPlace Of(Layout layout, int channel, int columnStep) =>
        new(layout.Origin + ChannelPart.Offset(layout, channel), layout.RowStride, columnStep, layout.BlockStride);
}

/// <summary>
/// What convolutions, dense layers and their input gradients compute: for a grid of points and for each output channel, the sum over a
/// reduction of input · weight. Points are pixels, or the images of a batch. All strides are in floats and known; how it is computed is the
/// schedule's business.
/// </summary>
/// <param name="OutputChannels">Output channels.</param>
/// <param name="OutputWeightStep">Floats between two output channels in the weights' tensor.</param>
/// <param name="Reduction">The sum's terms; nests run one after the other.</param>
/// <param name="Rows">Rows of points.</param>
/// <param name="Columns">Points in a row; 0 where the points are the images of a batch, whose number is known only at run time.</param>
/// <param name="InputOrigin">The input of point (0, 0), before the nest's own offset.</param>
/// <param name="InputRowStep">From one row of points to the next in the input.</param>
/// <param name="InputColumnStep">From one point to the next in the input.</param>
/// <param name="OutputOrigin">Where point (0, 0) goes.</param>
/// <param name="OutputRowStep">From one row of points to the next in the output.</param>
/// <param name="OutputColumnStep">From one point to the next in the output.</param>
/// <param name="OutputBlockStride">From 16 output channels to the next 16.</param>
/// <param name="HasBias">Whether a bias starts the sum.</param>
/// <param name="Positions">Pixels of the output that each have weights of their own; one where weights are shared.</param>
internal sealed record Contraction(
    int OutputChannels,
    int OutputWeightStep,
    EquatableArray<ReductionNest> Reduction,
    int Rows,
    int Columns,
    int InputOrigin,
    int InputRowStep,
    int InputColumnStep,
    int OutputOrigin,
    int OutputRowStep,
    int OutputColumnStep,
    int OutputBlockStride,
    bool HasBias,
    Positions Positions)
{
    /// <summary>The first of its output channels among all of the layer: where its bias begins. A multiple of 16.</summary>
    public int FirstOutputChannel { get; init; }

    /// <summary>How often it is computed, for other channels each time.</summary>
    public Repetition Repetition { get; init; } = Repetition.Once;

    /// <summary>Where the value lies that is added to the sums; null if none is.</summary>
    public SummandPlace? Summand { get; init; }

    public bool PointsAreImages => Columns == 0;

    /// <summary>Rows and columns of output pixels with a bias of their own per channel; one where the bias is shared.</summary>
    public (int Rows, int Columns) BiasGrid { get; init; } = (1, 1);

    /// <summary>Whether neighbouring points start from different biases.</summary>
    public bool BiasPerPoint => HasBias && BiasGrid != (1, 1) && Positions.Count == 1 && !PointsAreImages;

    /// <summary>Output channels in whole blocks.</summary>
    public int PaddedChannels => (OutputChannels + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;

    /// <summary>From one row of output pixels to the next in the packed bias; 0 where it is shared.</summary>
    public int BiasRowStep => BiasGrid.Rows == 1 ? 0 : BiasGrid.Columns * PaddedChannels;

    /// <summary>From one output pixel to the next in the packed bias.</summary>
    public int BiasColumnStep => BiasGrid.Columns == 1 ? 0 : PaddedChannels;

    /// <summary>Weights that each of its output channels has, in all positions and repetitions.</summary>
    public int WeightsPerChannel => ReductionLength * Positions.Count * Repetition.Count;

    /// <summary>Floats from the first input that one time reads to behind the last.</summary>
    public long InputSpan => 1 + ((Rows - 1L) * InputRowStep) + (Math.Max(0, Columns - 1L) * InputColumnStep)
        + Reduction.Max(nest => nest.InputOffset + nest.Loops.Sum(loop => (loop.Count - 1L) * Math.Abs(loop.InputStep)));

    /// <summary>Terms of one sum.</summary>
    public int ReductionLength => (int)Reduction.Sum(nest => nest.Count);

    /// <summary>Whether another contraction's tiles compute the same from other places, so that tiles of equal size are the same method.</summary>
    public bool HasTilesOf(Contraction other)
    {
        return Tile(this) == Tile(other);

        static Contraction Tile(Contraction contraction) => contraction with
        {
            OutputChannels = 0,
            OutputWeightStep = 0,
            Reduction = new(contraction.Reduction.Select(nest => nest with { WeightOffset = 0, Loops = new(nest.Loops.Where(loop => loop.Count > 1).Select(loop => loop with { WeightStep = 0 })) })),
            Rows = 0,
            Columns = Math.Min(1, contraction.Columns),
            InputOrigin = 0,
            OutputOrigin = 0,
            Summand = contraction.Summand is null ? null : contraction.Summand with { Origin = 0 },
            FirstOutputChannel = 0,
            Positions = Positions.Shared,
            Repetition = Repetition.Once,
        };
    }

    /// <summary>Whether four neighbouring terms of the sum lie side by side in the input: what a multiplication by lane needs.</summary>
    public bool InnermostIsContiguous =>
        Reduction.All(nest => nest.Loops.Count > 0 && nest.Loops[nest.Loops.Count - 1] is { InputStep: 1, Count: var count } && count % 4 == 0);
}
