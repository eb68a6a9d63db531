using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.ConvTranspose;

/// <summary>Transposed convolution: what a convolution's input gradient computes, as a layer (PyTorch's <c>ConvTranspose2d</c> and <c>ConvTranspose1d</c>).</summary>
/// <param name="Filters">Output channels.</param>
/// <param name="Window">The window as declared; its padding is taken off the output.</param>
/// <param name="OutputPaddingY">Rows added at the bottom of the output.</param>
/// <param name="OutputPaddingX">Columns added at the right of the output.</param>
/// <param name="Groups">Groups of channels: each input channel adds to the filters of its own group.</param>
/// <param name="Bias">Whether there is a bias per filter.</param>
internal sealed partial record ConvTransposeOperation(int Filters, Window Window, int OutputPaddingY, int OutputPaddingX, int Groups, bool Bias) : Operation
{
    public override string Kind => "ConvTranspose";

    public override string NamePrefix => "deconv";

    public override string Describe()
    {
        string added = OutputPaddingY == OutputPaddingX || Window.Rank == 2 ? $"{OutputPaddingX}" : $"{OutputPaddingY}×{OutputPaddingX}";
        return $"{Filters} filters {Window}{(added == "0" ? "" : $", output padding {added}")}{(Groups > 1 ? $", {Groups} groups" : "")}{(Bias ? "" : ", no bias")}";
    }

    public override IEnumerable<Fact> Facts
    {
        get
        {
            foreach (Fact fact in Window.Facts)
                yield return fact;
            if (OutputPaddingY != 0 || OutputPaddingX != 0)
                yield return Window.Rank == 2 ? Fact.Of("outputPadding", OutputPaddingX) : Fact.Of("outputPadding", OutputPaddingY, OutputPaddingX);
            if (Groups > 1)
                yield return Fact.Of("groups", Groups);
        }
    }

    public static Operation Read(LayerArguments arguments)
    {
        Window window = arguments.Window();
        (int y, int x) = arguments.PerAxis("OutputPadding", "OutputPaddings", (0, 0), minimum: 0);
        bool fits = RequireBelowStep(arguments, y, window.StrideY, window.DilationY) && RequireBelowStep(arguments, x, window.StrideX, window.DilationX);
        int filters = arguments.IntAtLeast(1, "filters", 1), groups = arguments.IntAtLeast(1, "Groups", 1);
        if (filters % groups != 0)
        {
            arguments.Report(Problems.OutOfRange, "Groups", $"a divisor of the number of filters, {filters}", groups);
            groups = 1;
        }

        return new ConvTransposeOperation(filters, window, fits ? y : 0, fits ? x : 0, groups, arguments.Bool("Bias", true));
    }

    /// <summary>A larger output padding would only add rows that nothing reaches; PyTorch has the same rule.</summary>
    private static bool RequireBelowStep(LayerArguments arguments, int added, int stride, int dilation)
    {
        int limit = Math.Max(stride, dilation);
        if (added >= limit)
            arguments.Report(Problems.OutOfRange, arguments.Has("OutputPaddings") ? "OutputPaddings" : "OutputPadding", $"below {limit}, the larger of stride and dilation", added);
        return added < limit;
    }

    public override Inferred? Infer(ShapeInference context)
    {
        if (context.Resolve(Window) is not { } window)
            return null;
        if (context.Input.Channels % Groups != 0)
        {
            context.Report(Problems.OutOfRange, ["Groups", $"a divisor of the number of input channels, {context.Input.Channels} ({context.Found})", Groups]);
            return null;
        }

        ConvTransposeOperation operation = this with { Window = window, OutputPaddingY = context.Input.IsSequence ? 0 : OutputPaddingY };
        long height = OutputSize(context.Input.Height, window.StrideY, window.ExtentY, window.Padding.Top, window.Padding.Bottom, operation.OutputPaddingY);
        long width = OutputSize(context.Input.Width, window.StrideX, window.ExtentX, window.Padding.Left, window.Padding.Right, operation.OutputPaddingX);
        if (height < 1 || width < 1)
        {
            long Least(long size, long found, int stride) => size + (Math.Max(0, 1 - found + stride - 1) / stride);
            (long rows, long columns) = (Least(context.Input.Height, height, window.StrideY), Least(context.Input.Width, width, window.StrideX));
            context.Report(Problems.InputTooSmall, [context.Input.IsSequence ? $"length {columns}" : $"{rows}×{columns}", context.Found]);
            return null;
        }

        if (height > int.MaxValue || width > int.MaxValue)
        {
            context.Report(Problems.SizeOverflow, [$"its output {Filters}×{height}×{width}"]);
            return null;
        }

        Shape output = context.Input.With(Filters, (int)height, (int)width);
        Border border = operation.InputBorder(context.Input, output);
        if (output.IsAddressable && !context.Input.IsAddressableWith(border))
        {
            context.Report(Problems.SizeOverflow, [$"its input {context.Input} with the zeros {border} around it"]);
            return null;
        }

        // Channels that are computed together although they are of different groups have their weights numbered as if all met all.
        if (operation.Transposed(context.Input).Map is { } map && Shape.Product([map.Filters, map.Channels, map.Taps]) > int.MaxValue)
        {
            context.Report(Problems.SizeOverflow, [FormattableString.Invariant($"its {map.Filters}×{map.Channels} pairs of channels")]);
            return null;
        }

        return new Inferred(operation, output);
    }

    private static long OutputSize(int size, int stride, long extent, int before, int after, int added) =>
        ((size - 1L) * stride) - before - after + extent + added;

    public override IReadOnlyList<ParameterShape> Parameters(Shape input)
    {
        int[] kernel = input.IsSequence ? [Window.Width] : [Window.Height, Window.Width];
        long steps = (long)Window.StrideY * Window.StrideX, taps = Window.Taps;
        int fanIn = Fan(input.Channels / Groups * taps / steps), fanOut = Fan(Filters / Groups * taps);
        var weight = new ParameterShape("weight", [input.Channels, Filters / Groups, .. kernel], fanIn, fanOut);
        return Bias ? [weight, new ParameterShape("bias", [Filters], fanIn, fanOut)] : [weight];

        static int Fan(long count) => (int)Math.Min(int.MaxValue, Math.Max(1, count));
    }

    /// <summary>Each input value times each weight of its channel: those whose product padding takes off are counted too.</summary>
    public override long MultiplyAdds(Shape input, Shape output) => input.Length * (Filters / Groups) * Window.Taps;
}
