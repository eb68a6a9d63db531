using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Pooling;

/// <summary>A pool that takes the mean of each window.</summary>
internal abstract record MeanOperation(Window Window) : PoolOperation(Window)
{
    /// <summary>The padding whose zeros count among a window's values: that of the declaration or none; never what rounding up adds.</summary>
    public Border Counted { get; init; } = Border.None;

    public override string Join(InstructionSet isa, string a, string b) => isa.Add(a, b);

    public override string Neutral(InstructionSet isa) => isa.Zero;

    public override string Finish(InstructionSet isa, string joined, string? count = null)
    {
        if (count is not null)
            return isa.Multiply(joined, isa.Splat($"1f / ({count})"));
        return Window.Taps == 1 ? joined : isa.Multiply(joined, isa.Constant(1f / Window.Taps));
    }

    public override string? ClippedCount(Shape input)
    {
        if (IsUniform && Counted == Window.Padding)
            return null;
        return Counted.IsNone
            ? "(endRow - firstRow) * (endColumn - firstColumn)"
            : $"(Math.Min(top + {Window.Height}, {input.Height + Counted.Bottom}) - top) * (Math.Min(left + {Window.Width}, {input.Width + Counted.Right}) - left)";
    }

    public override bool ShareDependsOnValues => false;

    public override void WriteGradient(CodeWriter w, InstructionSet isa, string gradient, string? count) =>
        w.Line($"{isa.Vector} gradient = {Finish(isa, gradient, count)};");

    public override string Share(CodeWriter w, InstructionSet isa, int value, string x) => "gradient";
}
