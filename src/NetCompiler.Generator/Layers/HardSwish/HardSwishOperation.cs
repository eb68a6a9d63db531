using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.HardSwish;

/// <summary>x · min(max(x + 3, 0), 6) / 6.</summary>
internal sealed record HardSwishOperation : ActivationOperation
{
    public override string Kind => "HardSwish";

    public override bool IsRectifier => true;

    public override bool FitsInTile => true;

    public override bool GradientReadsInput => true;

    public override string Method => "z · (min(z + 3, 6) / 6) with z = max(x, −3): 0 below −3, also at −∞. NaN is the second operand and stays.";

    public override string Apply(CodeWriter w, InstructionSet isa, string x)
    {
        // No local: it is applied to many sums of one tile.
        string bounded = isa.Max(isa.Constant(-3), x);
        return isa.Multiply(bounded, isa.Multiply(isa.Min(isa.Constant(6), isa.Add(bounded, isa.Constant(3))), isa.Constant(1f / 6)));
    }

    /// <summary>dy · (x / 3 + 1/2) between −3 and 3, dy above, 0 below.</summary>
    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient)
    {
        w.Line($"{isa.Vector} inside = {isa.Multiply(gradient, isa.MultiplyAdd(value, isa.Constant(1f / 3), isa.Constant(0.5f)))};");
        return isa.SelectGreater(value, isa.Constant(-3), isa.SelectGreater(isa.Constant(3), value, "inside", gradient), isa.Zero);
    }
}
