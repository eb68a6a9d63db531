using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// A convolution's sums as contractions. A dense layer is the convolution whose window is the whole image, so its weights, which PyTorch orders
/// by channel, row and column, are read in whatever order the image lies in memory.
/// </summary>
/// <param name="Window">The window with its padding.</param>
/// <param name="InputChannels">Input channels.</param>
/// <param name="Filters">Output channels.</param>
internal sealed record ConvolutionGeometry(Window Window, int InputChannels, int Filters)
{
    /// <summary>Groups of channels: a filter reads those of its own group.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Per filter the input channels that it reads, ascending; empty where each reads all of its group.</summary>
    public EquatableArray<EquatableArray<int>> Connections { get; init; }

    private int Taps => Window.Taps;

    /// <summary>Groups of whole blocks are contractions of their own; other filters share one with neighbours that read other channels.</summary>
    private bool MixesGroups => Groups > 1 && !ChannelPart.AreWholeBlocks(Groups, Filters, InputChannels);

    /// <summary>Where the weights lie in their tensor, if filters are computed together that read different channels; null where strides tell.</summary>
    public WeightMap? Map => MixesGroups || Connections.Count > 0 ? new WeightMap(Filters, InputChannels, Taps, Groups, Connections) : null;

    /// <summary>Input channels that a filter is computed with, as the strides of weights count them.</summary>
    private int ChannelsPerFilter => MixesGroups ? InputChannels : InputChannels / Groups;

    /// <summary>The floats from one filter to the next in the weights' tensor; in its dense form where there is a <see cref="Map"/>.</summary>
    public int FilterStep => ChannelsPerFilter * Taps;

    /// <summary>The filters, and the input channels that they are computed with.</summary>
    public IReadOnlyList<ChannelPart> Parts => ChannelPart.Of(Groups, Filters, InputChannels);

    /// <summary>Where the weights of a filter for an input channel of its group begin.</summary>
    public int WeightOffset(int filter, int channel) => (filter * FilterStep) + (channel % ChannelsPerFilter * Taps);

    /// <summary>Output rows and columns.</summary>
    public (int Height, int Width) OutputSize(Layout input) => Window.OutputSize(input.Shape);

    /// <summary>Whether the output is a single pixel: then the images of a batch are the points, and the weights are read once for all of them.</summary>
    public bool IsPixel(Layout input) => OutputSize(input) == (1, 1);

    /// <summary>output = input ∗ weights.</summary>
    public IReadOnlyList<Contraction> Forward(Layout input, int inputImageStride, Layout output, int outputImageStride, bool bias)
    {
        (int rows, int columns) = OutputSize(input);
        bool pixel = IsPixel(input);
        return [.. Parts.Select(part => new Contraction(
            part.Outputs,
            FilterStep,
            new(InputNests(input, part.Inputs, WeightOffset(part.FirstOutput, part.FirstInput))),
            rows,
            pixel ? 0 : columns,
            InputOrigin(input) + ChannelPart.Offset(input, part.FirstInput),
            Window.StrideY * input.RowStride,
            pixel ? inputImageStride : Window.StrideX * input.ColumnStride,
            output.Origin + ChannelPart.Offset(output, part.FirstOutput),
            output.RowStride,
            pixel ? outputImageStride : output.ColumnStride,
            output.BlockStride,
            bias,
            Positions.Shared)
        {
            FirstOutputChannel = part.FirstOutput,
            Repetition = part.Repetition(input, output, WeightOffset(part.OutputStep, part.InputStep)),
        })];
    }

    public int InputOrigin(Layout input) =>
        input.Origin - (Window.Padding.Top * input.RowStride) - (Window.Padding.Left * input.ColumnStride);

    /// <summary>Whether an image is one pixel, whose channels lie side by side over all blocks.</summary>
    private static bool IsVector(Layout layout) => layout.IsBlocked && layout.PaddedHeight * layout.PaddedWidth == 1;

    /// <summary>The first channels of the input, all taps.</summary>
    private IEnumerable<ReductionNest> InputNests(Layout input, int channels, int weightOffset)
    {
        var rows = new ReductionLoop("kh", Window.Height, Window.DilationY * input.RowStride, Window.Width);
        var columns = new ReductionLoop("kw", Window.Width, Window.DilationX * input.ColumnStride, 1);
        if (!input.IsBlocked)
            return [new ReductionNest(0, weightOffset, new([new ReductionLoop("channel", channels, input.BlockStride, Taps), rows, columns]))];
        if (IsVector(input) && Taps == 1)
            return [new ReductionNest(0, weightOffset, new([new ReductionLoop("feature", channels, 1, 1)]))];
        return BlockNests(channels, input.BlockStride, weightOffset, Taps, rows, columns);
    }

    /// <summary>Whole blocks of channels, then what is left of the last one.</summary>
    private static IEnumerable<ReductionNest> BlockNests(int channels, int blockStride, int weightOffset, int weightStep, params ReductionLoop[] taps)
    {
        int full = channels / Layout.BlockSize, rest = channels % Layout.BlockSize;
        if (full > 0)
        {
            yield return new ReductionNest(0, weightOffset, new([
                new ReductionLoop("block", full, blockStride, Layout.BlockSize * weightStep), .. taps,
                new ReductionLoop("channel", Layout.BlockSize, 1, weightStep)]));
        }

        if (rest > 0)
        {
            yield return new ReductionNest(full * blockStride, weightOffset + (full * Layout.BlockSize * weightStep), new([
                .. taps, new ReductionLoop("channel", rest, 1, weightStep)]));
        }
    }

    /// <summary>
    /// The gradient with respect to the input. Input pixel (y, x) meets tap (kh, kw) at output ((y + top − dilation · kh) / stride, …) where that
    /// divides, so pixels with the same remainder form a phase: a convolution of stride 1 over the output's gradient, run backwards through the taps.
    /// </summary>
    public IReadOnlyList<Contraction> InputGradient(Layout outputGradient, int outputImageStride, Layout inputGradient, int inputImageStride)
    {
        if (IsWholeImage(inputGradient.Shape, outputGradient.Shape))
            return [.. ChannelPart.Of(Groups, InputChannels, Filters).Select(part => PixelInputGradient(part, outputGradient, outputImageStride, inputGradient, inputImageStride))];
        return InputGradientPhases(
            TapPhase.Runs(TapPhase.OfRows(Window, inputGradient.Shape.Height)), TapPhase.Runs(TapPhase.OfColumns(Window, inputGradient.Shape.Width)), outputGradient, inputGradient);
    }

    /// <summary>The gradient with respect to the input, where each image is computed by itself, and every phase too.</summary>
    public IReadOnlyList<Contraction> InputGradientPhases(Layout outputGradient, Layout inputGradient) =>
        InputGradientPhases(TapPhase.OfRows(Window, inputGradient.Shape.Height), TapPhase.OfColumns(Window, inputGradient.Shape.Width), outputGradient, inputGradient);

    private List<Contraction> InputGradientPhases(IEnumerable<TapPhase> rows, IEnumerable<TapPhase> columns, Layout outputGradient, Layout inputGradient)
    {
        IReadOnlyList<ChannelPart> parts = ChannelPart.Of(Groups, InputChannels, Filters);
        var phases = new List<Contraction>();
        foreach (TapPhase y in rows.Where(phase => phase.Points > 0))
        {
            foreach (TapPhase x in columns.Where(phase => phase.Points > 0))
                phases.AddRange(parts.Select(part => PhaseInputGradient(part, y, x, outputGradient, inputGradient)));
        }

        return phases;
    }

    private Contraction PhaseInputGradient(ChannelPart part, TapPhase y, TapPhase x, Layout outputGradient, Layout inputGradient)
    {
        var rows = new ReductionLoop("kh", y.Taps, -y.OutputStep * outputGradient.RowStride, y.TapStep * Window.Width);
        var columns = new ReductionLoop("kw", x.Taps, -x.OutputStep * outputGradient.ColumnStride, x.TapStep);
        int weightOffset = WeightOffset(part.FirstInput, part.FirstOutput) + (y.FirstTap * Window.Width) + x.FirstTap;
        return new Contraction(
            part.Outputs,
            Taps,
            new(y.Taps * x.Taps == 0 ? [] : BlockNests(part.Inputs, outputGradient.BlockStride, weightOffset, FilterStep, rows, columns)),
            y.Points,
            x.Points,
            outputGradient.Origin + (y.FirstOutput * outputGradient.RowStride) + (x.FirstOutput * outputGradient.ColumnStride) + ChannelPart.Offset(outputGradient, part.FirstInput),
            outputGradient.RowStride,
            outputGradient.ColumnStride,
            inputGradient.Origin + (y.Remainder * inputGradient.RowStride) + (x.Remainder * inputGradient.ColumnStride) + ChannelPart.Offset(inputGradient, part.FirstOutput),
            Window.StrideY * inputGradient.RowStride,
            Window.StrideX * inputGradient.ColumnStride,
            inputGradient.BlockStride,
            HasBias: false,
            new Positions(y.Count, x.Count, inputGradient.RowStride, inputGradient.ColumnStride, Window.Width, 1))
        {
            FirstOutputChannel = part.FirstOutput,
            Repetition = part.Repetition(outputGradient, inputGradient, WeightOffset(part.InputStep, part.OutputStep)),
        };
    }

    /// <summary>With a single output pixel every input pixel has weights of its own, and the points are the images.</summary>
    private Contraction PixelInputGradient(ChannelPart part, Layout outputGradient, int outputImageStride, Layout inputGradient, int inputImageStride)
    {
        int weightOffset = WeightOffset(part.FirstInput, part.FirstOutput);
        IEnumerable<ReductionNest> nests = IsVector(outputGradient)
            ? [new ReductionNest(0, weightOffset, new([new ReductionLoop("feature", part.Inputs, 1, FilterStep)]))]
            : BlockNests(part.Inputs, outputGradient.BlockStride, weightOffset, FilterStep);
        return new Contraction(
            part.Outputs,
            Taps,
            new(nests),
            1,
            0,
            outputGradient.Origin + ChannelPart.Offset(outputGradient, part.FirstInput),
            0,
            outputImageStride,
            inputGradient.Origin + ChannelPart.Offset(inputGradient, part.FirstOutput),
            0,
            inputImageStride,
            inputGradient.BlockStride,
            HasBias: false,
            new Positions(Window.Height, Window.Width, inputGradient.RowStride, inputGradient.ColumnStride, Window.Width, 1))
        {
            FirstOutputChannel = part.FirstOutput,
            Repetition = part.Repetition(outputGradient, inputGradient, WeightOffset(part.InputStep, part.OutputStep)),
        };
    }

    /// <summary>Whether the only window is the whole input, none of it padding.</summary>
    private bool IsWholeImage(Shape input, Shape output) =>
        output is { Height: 1, Width: 1 } && Window.Padding.IsNone && Window.Height == input.Height && Window.Width == input.Width;

    /// <summary>The zeros around the output's gradient that <see cref="InputGradient"/> reads.</summary>
    public Border OutputGradientBorder(Shape input, Shape output) => IsWholeImage(input, output) ? Border.None : PhasesBorder(input, output);

    /// <summary>The zeros around the output's gradient that <see cref="InputGradientPhases"/> reads.</summary>
    public Border PhasesBorder(Shape input, Shape output)
    {
        (int top, int bottom) = TapPhase.Reach(TapPhase.OfRows(Window, input.Height), output.Height);
        (int left, int right) = TapPhase.Reach(TapPhase.OfColumns(Window, input.Width), output.Width);
        return new Border(top, left, bottom, right);
    }
}
