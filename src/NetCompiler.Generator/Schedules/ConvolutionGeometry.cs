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
    private int Taps => Window.Height * Window.Width;

    /// <summary>The floats from one filter to the next in the weights' tensor.</summary>
    public int FilterStep => InputChannels * Taps;

    /// <summary>Output rows and columns.</summary>
    public (int Height, int Width) OutputSize(Layout input) => Window.OutputSize(input.Shape);

    /// <summary>Whether the output is a single pixel: then the images of a batch are the points, and the weights are read once for all of them.</summary>
    public bool IsPixel(Layout input) => OutputSize(input) == (1, 1);

    /// <summary>output = input ∗ weights.</summary>
    public Contraction Forward(Layout input, int inputImageStride, Layout output, int outputImageStride, bool bias)
    {
        (int rows, int columns) = OutputSize(input);
        bool pixel = IsPixel(input);
        return new Contraction(
            Filters,
            FilterStep,
            new(InputNests(input)),
            rows,
            pixel ? 0 : columns,
            InputOrigin(input),
            Window.StrideY * input.RowStride,
            pixel ? inputImageStride : Window.StrideX * input.ColumnStride,
            output.Origin,
            output.RowStride,
            pixel ? outputImageStride : output.ColumnStride,
            output.BlockStride,
            bias,
            Positions.Shared);
    }

    public int InputOrigin(Layout input) =>
        input.Origin - (Window.Padding.Top * input.RowStride) - (Window.Padding.Left * input.ColumnStride);

    /// <summary>Whether an image is one pixel, whose channels lie side by side over all blocks.</summary>
    private static bool IsVector(Layout layout) => layout.IsBlocked && layout.PaddedHeight * layout.PaddedWidth == 1;

    private IEnumerable<ReductionNest> InputNests(Layout input)
    {
        var rows = new ReductionLoop("kh", Window.Height, input.RowStride, Window.Width);
        var columns = new ReductionLoop("kw", Window.Width, input.ColumnStride, 1);
        if (!input.IsBlocked)
        {
            yield return new ReductionNest(0, 0, new([new ReductionLoop("channel", InputChannels, input.BlockStride, Taps), rows, columns]));
            yield break;
        }

        if (IsVector(input) && Taps == 1)
        {
            yield return new ReductionNest(0, 0, new([new ReductionLoop("feature", InputChannels, 1, 1)]));
            yield break;
        }

        int full = InputChannels / Layout.BlockSize, rest = InputChannels % Layout.BlockSize;
        if (full > 0)
        {
            yield return new ReductionNest(0, 0, new([
                new ReductionLoop("block", full, input.BlockStride, Layout.BlockSize * Taps), rows, columns,
                new ReductionLoop("channel", Layout.BlockSize, 1, Taps)]));
        }

        if (rest > 0)
        {
            yield return new ReductionNest(full * input.BlockStride, full * Layout.BlockSize * Taps, new([
                rows, columns, new ReductionLoop("channel", rest, 1, Taps)]));
        }
    }

    /// <summary>
    /// The gradient with respect to the input. Input pixel (y, x) meets tap (kh, kw) at output ((y + top − kh) / stride, …) where that divides, so
    /// pixels with the same remainder form a phase: a convolution of stride 1 over the output's gradient, run backwards through the taps.
    /// </summary>
    public IReadOnlyList<Contraction> InputGradient(Layout outputGradient, int outputImageStride, Layout inputGradient, int inputImageStride)
    {
        if (outputGradient.Shape is { Height: 1, Width: 1 } && Window.Padding.IsNone && Window.Height == inputGradient.Shape.Height && Window.Width == inputGradient.Shape.Width)
            return [PixelInputGradient(outputGradient, outputImageStride, inputGradient, inputImageStride)];
        var phases = new List<Contraction>();
        foreach ((Phase y, int yCount) in Runs(Phases(Window.Height, Window.StrideY, Window.Padding.Top, inputGradient.Shape.Height)))
        {
            foreach ((Phase x, int xCount) in Runs(Phases(Window.Width, Window.StrideX, Window.Padding.Left, inputGradient.Shape.Width)))
            {
                var rows = new ReductionLoop("kh", y.Taps, -outputGradient.RowStride, Window.StrideY * Window.Width);
                var columns = new ReductionLoop("kw", x.Taps, -outputGradient.ColumnStride, Window.StrideX);
                int weightOffset = (y.FirstTap * Window.Width) + x.FirstTap;
                phases.Add(new Contraction(
                    InputChannels,
                    Taps,
                    new(y.Taps * x.Taps == 0 ? [] : FilterNests(outputGradient, weightOffset, rows, columns)),
                    y.Points,
                    x.Points,
                    outputGradient.Origin + (y.FirstOutput * outputGradient.RowStride) + (x.FirstOutput * outputGradient.ColumnStride),
                    outputGradient.RowStride,
                    outputGradient.ColumnStride,
                    inputGradient.Origin + (y.Remainder * inputGradient.RowStride) + (x.Remainder * inputGradient.ColumnStride),
                    Window.StrideY * inputGradient.RowStride,
                    Window.StrideX * inputGradient.ColumnStride,
                    inputGradient.BlockStride,
                    HasBias: false,
                    new Positions(yCount, xCount, inputGradient.RowStride, inputGradient.ColumnStride, Window.Width, 1)));
            }
        }

        return [.. phases.Where(phase => phase.Rows > 0 && phase.Columns > 0)];
    }

    /// <summary>With a single output pixel every input pixel has weights of its own, and the points are the images.</summary>
    private Contraction PixelInputGradient(Layout outputGradient, int outputImageStride, Layout inputGradient, int inputImageStride) =>
        new(
            InputChannels,
            Taps,
            new(FilterNests(outputGradient, 0)),
            1,
            0,
            outputGradient.Origin,
            0,
            outputImageStride,
            inputGradient.Origin,
            0,
            inputImageStride,
            inputGradient.BlockStride,
            HasBias: false,
            new Positions(Window.Height, Window.Width, inputGradient.RowStride, inputGradient.ColumnStride, Window.Width, 1));

    private IEnumerable<ReductionNest> FilterNests(Layout outputGradient, int weightOffset, params ReductionLoop[] taps)
    {
        if (IsVector(outputGradient) && taps.Length == 0)
        {
            yield return new ReductionNest(0, weightOffset, new([new ReductionLoop("feature", Filters, 1, FilterStep)]));
            yield break;
        }

        int full = Filters / Layout.BlockSize, rest = Filters % Layout.BlockSize;
        if (full > 0)
        {
            yield return new ReductionNest(0, weightOffset, new([
                new ReductionLoop("block", full, outputGradient.BlockStride, Layout.BlockSize * FilterStep), .. taps,
                new ReductionLoop("channel", Layout.BlockSize, 1, FilterStep)]));
        }

        if (rest > 0)
        {
            yield return new ReductionNest(full * outputGradient.BlockStride, weightOffset + (full * Layout.BlockSize * FilterStep), new([
                .. taps, new ReductionLoop("channel", rest, 1, FilterStep)]));
        }
    }

    /// <summary>The zeros around the output's gradient that <see cref="InputGradient"/> reads.</summary>
    public Border OutputGradientBorder(Shape input, Shape output)
    {
        if (output is { Height: 1, Width: 1 } && Window.Padding.IsNone && Window.Height == input.Height && Window.Width == input.Width)
            return Border.None;
        (int top, int bottom) = Reach(Phases(Window.Height, Window.StrideY, Window.Padding.Top, input.Height), output.Height);
        (int left, int right) = Reach(Phases(Window.Width, Window.StrideX, Window.Padding.Left, input.Width), output.Width);
        return new Border(top, left, bottom, right);
    }

    private static (int Before, int After) Reach(IEnumerable<Phase> phases, int outputs)
    {
        int before = 0, after = 0;
        foreach (Phase phase in phases.Where(phase => phase.Taps > 0 && phase.Points > 0))
        {
            before = Math.Max(before, phase.Taps - 1 - phase.FirstOutput);
            after = Math.Max(after, phase.FirstOutput + phase.Points - outputs);
        }

        return (before, after);
    }

    private static IEnumerable<Phase> Phases(int kernel, int stride, int before, int inputs)
    {
        for (int remainder = 0; remainder < Math.Min(stride, inputs); remainder++)
        {
            int firstTap = (remainder + before) % stride;
            int taps = firstTap < kernel ? (kernel - firstTap + stride - 1) / stride : 0;
            yield return new Phase(remainder, (inputs - remainder + stride - 1) / stride, firstTap, taps, (remainder + before - firstTap) / stride);
        }
    }

    /// <summary>
    /// Neighbouring phases that differ in nothing but their taps, which are neighbours too: a stride of 32 has 32 phases along an axis, but few runs of them.
    /// </summary>
    private static IEnumerable<(Phase First, int Count)> Runs(IEnumerable<Phase> phases)
    {
        Phase? first = null;
        int count = 0;
        foreach (Phase phase in phases)
        {
            if (first is not null && phase == first with { Remainder = phase.Remainder, FirstTap = first.FirstTap + count })
            {
                count++;
                continue;
            }

            if (first is not null)
                yield return (first, count);
            (first, count) = (phase, 1);
        }

        if (first is not null)
            yield return (first, count);
    }

    /// <summary>Along one axis: inputs remainder, remainder + stride, … and the taps that reach them.</summary>
    private sealed record Phase(int Remainder, int Points, int FirstTap, int Taps, int FirstOutput);
}
