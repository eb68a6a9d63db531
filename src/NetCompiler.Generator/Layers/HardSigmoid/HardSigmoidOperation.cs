using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.HardSigmoid;

/// <summary>min(max(x + 3, 0), 6) / 6.</summary>
internal sealed record HardSigmoidOperation : ActivationOperation
{
    public override string Kind => "HardSigmoid";

    public override bool FitsInTile => true;

    public override string Method => "min(max(x + 3, 0), 6) / 6: near −3 the sum is exact. NaN is the second operand and stays.";

    public override string Apply(CodeWriter w, InstructionSet isa, string x) =>
        isa.Multiply(isa.Min(isa.Constant(6), isa.Max(isa.Zero, isa.Add(x, isa.Constant(3)))), isa.Constant(1f / 6));

    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient) =>
        isa.SelectGreater(value, isa.Zero, isa.SelectGreater(isa.Constant(1), value, isa.Multiply(gradient, isa.Constant(1f / 6)), isa.Zero), isa.Zero);
}
