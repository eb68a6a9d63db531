using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Moving;

namespace NetCompiler.Generator.Layers.Pad;

/// <summary>A border of zeros, or of the input's own values. Zeros become part of a following convolution's padding where they can.</summary>
internal sealed partial record PadOperation(Sides Sides, PaddingMode Mode) : MovingOperation
{
    public PadOperation(Border border, PaddingMode mode)
        : this(new Sides(border), mode)
    {
    }

    public override string Kind => "Pad";

    public Border Border => Sides.Border;

    public override string Describe() => Mode == PaddingMode.Zeros ? $"{Border}" : $"{Border}, {Mode.ToString().ToLowerInvariant()}";

    public override IEnumerable<Fact> Facts => [Fact.OfSides("sides", Border, Sides.Rank), Fact.OfText("mode", Mode.ToString())];

    public static Operation Read(LayerArguments arguments) =>
        new PadOperation(Sides.Read(arguments, arguments.Has("padding") ? "padding" : "pads"), ReadMode(arguments, "Mode"));

    /// <summary>An argument of users' type <c>PaddingMode</c>.</summary>
    public static PaddingMode ReadMode(LayerArguments arguments, string name)
    {
        var mode = (PaddingMode)arguments.Int(name, (int)PaddingMode.Zeros);
        if (mode is >= PaddingMode.Zeros and <= PaddingMode.Circular)
            return mode;
        arguments.Report(Problems.OutOfRange, name, "a member of PaddingMode", (int)mode);
        return PaddingMode.Zeros;
    }

    public override Inferred? Infer(ShapeInference context)
    {
        if (Sides.For(context) is not { } border)
            return null;
        Shape input = context.Input;
        int rows = Math.Max(border.Top, border.Bottom), columns = Math.Max(border.Left, border.Right);
        bool fits = Mode switch
        {
            PaddingMode.Reflect => context.RequireSize(rows + 1L, columns + 1L),
            PaddingMode.Symmetric or PaddingMode.Circular => context.RequireSize(rows, columns),
            _ => true,
        };
        if (!fits)
            return null;
        long height = (long)input.Height + border.Top + border.Bottom, width = (long)input.Width + border.Left + border.Right;
        if (!input.IsAddressableWith(border))
        {
            context.Report(Problems.SizeOverflow, [$"its output {input.Channels}×{(input.IsSequence ? "" : $"{height}×")}{width}"]);
            return null;
        }

        return new Inferred(new PadOperation(new Sides(border, input.Rank), Mode), input.With(input.Channels, (int)height, (int)width));
    }
}
