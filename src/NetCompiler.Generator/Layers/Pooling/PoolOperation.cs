using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Pooling;

/// <summary>What pools have in common: a window per channel that reduces to one value. What padding adds is never read.</summary>
/// <param name="Window">After inference its padding reaches as far as the last window: rounding the output's size up is padding at the end.</param>
internal abstract partial record PoolOperation(Window Window) : Operation
{
    /// <summary>Values of a window up to which one statement is written for each.</summary>
    private const int MaximumUnrolled = 9;

    /// <summary>Whether padding still follows from the input's size.</summary>
    public bool Same { get; init; }

    /// <summary>Whether the output's size is still to be rounded up.</summary>
    public bool CeilMode { get; init; }

    /// <summary>Whether the window is the whole input and the output a vector of channels.</summary>
    public virtual bool IsGlobal => false;

    public override string Describe() => IsGlobal ? $"{Window with { StrideY = 1, StrideX = 1 }}" : $"{Window}";

    public override IEnumerable<Fact> Facts => IsGlobal ? [] : Window.Facts;

    /// <summary>Whether every window has the size and place that <see cref="Window"/> says.</summary>
    public virtual bool IsUniform => true;

    /// <summary>Whether a convolution may pool its own result: windows side by side, neither overlapping nor with gaps, and few enough values to unroll.</summary>
    public bool IsTiling => !IsGlobal && IsSideBySide && IsUnrolled;

    /// <summary>Whether each input value lies in exactly one window.</summary>
    public bool Partitions(Shape input) => IsSideBySide && input.Height % Window.Height == 0 && input.Width % Window.Width == 0;

    /// <summary>Whether the input is one window, too large to be written out.</summary>
    public bool IsWhole(Shape input) => !IsUnrolled && Partitions(input) && Window.Height == input.Height && Window.Width == input.Width;

    private bool IsSideBySide =>
        IsUniform && Window.Padding.IsNone && Window.StrideY == Window.ExtentY && Window.StrideX == Window.ExtentX && Window is { DilationY: 1, DilationX: 1 };

    private bool IsUnrolled => (long)Window.Height * Window.Width <= MaximumUnrolled;

    /// <summary>A window as large as a node's input, at every place.</summary>
    protected static Window Whole(Node node) => new(node.Inputs[0].Shape.Height, node.Inputs[0].Shape.Width, 1, 1, Border.None);

    /// <summary>The window of a pool that takes padding; padding that could hold a whole window is reported.</summary>
    protected static Window ReadWindow(LayerArguments arguments)
    {
        Window window = arguments.Window(strideIsKernel: true);
        Border padding = window.Padding;
        (int vertical, int horizontal) = (Math.Max(padding.Top, padding.Bottom), Math.Max(padding.Left, padding.Right));
        if (vertical < window.ExtentY && horizontal < window.ExtentX)
            return window;
        bool isVertical = vertical >= window.ExtentY;
        arguments.Report(
            Problems.OutOfRange, arguments.Has("Pads") ? "Pads" : "Padding",
            $"smaller than the window (at most {(isVertical ? window.ExtentY : window.ExtentX) - 1})", isVertical ? vertical : horizontal);
        return window with { Padding = Border.None };
    }

    public override Inferred? Infer(ShapeInference context)
    {
        if (context.Resolve(Window) is not { } window)
            return null;
        Shape input = context.Input;
        if (IsGlobal)
            return new Inferred(this with { Window = window with { Height = input.Height, Width = input.Width, StrideY = input.Height, StrideX = input.Width } }, Shape.Flat(input.Channels));

        // A step that is never taken may be of any size.
        window = window with { DilationY = window.Height == 1 ? 1 : window.DilationY, DilationX = window.Width == 1 ? 1 : window.DilationX };
        if (Same)
            window = window.WithSamePadding(input);
        Window reaching = CeilMode ? window.WithCeiling(input) : window;
        if (!context.RequireFit(reaching))
            return null;
        (int height, int width) = reaching.OutputSize(input);
        if (StepsOver(input.Height, window.StrideY, window.DilationY, window.Padding.Top, height) || StepsOver(input.Width, window.StrideX, window.DilationX, window.Padding.Left, width))
        {
            context.Report(Problems.InputTooSmall, [input.IsSequence ? $"length {window.DilationX}" : $"{window.DilationY}×{window.DilationX}", context.Found]);
            return null;
        }

        return new Inferred(Resolved(window.Padding) with { Window = reaching, Same = false, CeilMode = false }, input.With(input.Channels, height, width));
    }

    /// <summary>Whether a window that starts before the input has no value in it, because the input is smaller than its dilation.</summary>
    private static bool StepsOver(int input, int stride, int dilation, int before, int output)
    {
        for (int place = 0, start = -before; input < dilation && place < output && start < 0; place++, start += stride)
        {
            int firstInside = ((start % dilation) + dilation) % dilation;
            if (firstInside >= input)
                return true;
        }

        return false;
    }

    /// <summary>This pool, now that its padding is known, before rounding up adds to it.</summary>
    protected virtual PoolOperation Resolved(Border padding) => this;

    /// <summary>The outputs whose windows lie inside the input and are written out value by value; all others are loops clipped to the input.</summary>
    public OutputRectangle Inside(Shape input, Shape output)
    {
        if (!IsUniform || !IsUnrolled)
            return OutputRectangle.None;
        (int top, int bottom) = Inside(input.Height, output.Height, Window.ExtentY, Window.StrideY, Window.Padding.Top);
        (int left, int right) = Inside(input.Width, output.Width, Window.ExtentX, Window.StrideX, Window.Padding.Left);
        return new OutputRectangle(top, bottom, left, right);
    }

    private static (int First, int End) Inside(int input, int output, long extent, int stride, int before)
    {
        long first = (before + stride - 1L) / stride, lastStart = input + before - extent;
        return lastStart < 0 || lastStart / stride < first ? (0, 0) : ((int)first, (int)Math.Min(output, (lastStart / stride) + 1));
    }

    /// <summary>Two values of a window joined.</summary>
    public abstract string Join(InstructionSet isa, string a, string b);

    /// <summary>What joined with a value gives the value.</summary>
    public abstract string Neutral(InstructionSet isa);

    /// <summary>What remains to be done when all values of a window are joined.</summary>
    /// <param name="isa">For which registers.</param>
    /// <param name="joined">The joined values.</param>
    /// <param name="count">How many values count as joined, as an expression; null for those of a whole window.</param>
    public virtual string Finish(InstructionSet isa, string joined, string? count = null) => joined;

    /// <summary>An expression for the count that <see cref="Finish"/> takes for a clipped window, of the locals that <see cref="WriteTaps"/> declares; null if it is that of a whole window.</summary>
    public virtual string? ClippedCount(Shape input) => null;

    /// <summary>Declares the input rows under a row of outputs, <c>firstRow</c> up to <c>endRow</c>, where <c>row</c> counts those; or the columns likewise.</summary>
    public virtual void WriteTaps(CodeWriter w, Shape input, Shape output, bool rows)
    {
        (string index, string start, string capital) = rows ? ("row", "top", "Row") : ("column", "left", "Column");
        (int size, long extent, int stride, int dilation, int before) = rows
            ? (input.Height, Window.ExtentY, Window.StrideY, Window.DilationY, Window.Padding.Top)
            : (input.Width, Window.ExtentX, Window.StrideX, Window.DilationX, Window.Padding.Left);
        w.Line($"int {start} = {index}{(stride == 1 ? "" : $" * {stride}")}{(before == 0 ? "" : $" - {before}")};");
        string first = before == 0 ? start
            : dilation == 1 ? $"Math.Max({start}, 0)"
            : $"{start} < 0 ? {start} + ({dilation - 1} - {start}) / {dilation} * {dilation} : {start}";
        w.Line($"int first{capital} = {first};");
        long end = ((long)((rows ? output.Height : output.Width) - 1) * stride) - before + extent;
        w.Line($"int end{capital} = {(end <= size ? $"{start} + {extent}" : $"Math.Min({start} + {extent}, {size})")};");
    }
}

/// <summary>A rectangle of a pool's outputs; its ends are exclusive.</summary>
internal sealed record OutputRectangle(int Top, int Bottom, int Left, int Right)
{
    public static readonly OutputRectangle None = new(0, 0, 0, 0);

    public int Rows => Bottom - Top;

    public int Columns => Right - Left;

    public bool IsEmpty => Rows <= 0 || Columns <= 0;

    public static OutputRectangle Of(Shape output) => new(0, output.Height, 0, output.Width);

    /// <summary>What this one has around an inner one: above, left, right and below of it, where there is anything.</summary>
    public IReadOnlyList<OutputRectangle> Around(OutputRectangle inner) =>
        inner.IsEmpty
            ? [this]
            : [.. new[] { this with { Bottom = inner.Top }, inner with { Left = Left, Right = inner.Left }, inner with { Left = inner.Right, Right = Right }, this with { Top = inner.Bottom } }
                .Where(part => !part.IsEmpty)];
}
