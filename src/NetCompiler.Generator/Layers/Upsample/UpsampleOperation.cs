using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Moving;

namespace NetCompiler.Generator.Layers.Upsample;

/// <summary>An image or a sequence enlarged by whole factors: each value repeated, or linear between neighbours.</summary>
internal sealed record UpsampleOperation(int ScaleY, int ScaleX, bool Bilinear, bool AlignCorners) : MovingOperation
{
    /// <summary>Whether a factor per axis of an image was given.</summary>
    public bool HasAxes { get; init; }

    public override string Kind => "Upsample";

    public override string Describe() => $"{ScaleY}×{ScaleX}{(Bilinear ? AlignCorners ? ", bilinear, corners aligned" : ", bilinear" : "")}";

    /// <summary>The factors are those between the sizes of input and output.</summary>
    public override IEnumerable<Fact> Facts =>
        !Bilinear ? [] : AlignCorners ? [Fact.OfText("mode", "Bilinear"), Fact.Of("alignCorners", 1)] : [Fact.OfText("mode", "Bilinear")];

    public static Operation Read(LayerArguments arguments)
    {
        (int vertical, int horizontal) = arguments.RequiredPair(1, "scale");
        int mode = arguments.Int("Mode", 0);
        if (mode is not (0 or 1))
            arguments.Report(Problems.OutOfRange, "Mode", "UpsampleMode.Nearest or UpsampleMode.Bilinear", mode);
        bool aligned = arguments.Bool("AlignCorners", false);
        if (aligned && mode == 0)
            arguments.Report(Problems.OutOfRange, "AlignCorners", "false unless Mode is UpsampleMode.Bilinear", "true");
        return new UpsampleOperation(vertical, horizontal, mode == 1, aligned) { HasAxes = arguments.Ints("scale").Length == 2 };
    }

    public override Inferred? Infer(ShapeInference context)
    {
        if (!context.RequireImage())
            return null;
        Shape input = context.Input;
        if (input.IsSequence && HasAxes)
        {
            context.Report(Problems.WrongRank, ["one factor on a sequence", context.Found]);
            return null;
        }

        UpsampleOperation resolved = input.IsSequence ? this with { ScaleY = 1 } : this;
        long height = (long)input.Height * resolved.ScaleY, width = (long)input.Width * resolved.ScaleX;
        if (height > int.MaxValue || width > int.MaxValue)
        {
            context.Report(Problems.SizeOverflow, [$"its output {input.Channels}×{(input.IsSequence ? "" : $"{height}×")}{width}"]);
            return null;
        }

        return new Inferred(resolved, input.With(input.Channels, (int)height, (int)width));
    }

    public override string Row(Shape input, int unit, string channel, string row) => ScaleY == 1 ? row : $"{row} / {ScaleY}";

    public override string Column(Shape input, int unit, string channel, string column) => ScaleX == 1 ? column : $"{column} / {ScaleX}";

    internal override Kernel Kernel(string name, Node node, Value input, Value output, bool isGradient) =>
        Bilinear ? new BilinearKernel(name, node, this, input, output, isGradient) : base.Kernel(name, node, input, output, isGradient);
}
