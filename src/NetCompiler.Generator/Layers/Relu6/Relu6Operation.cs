using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Relu6;

/// <summary>min(max(x, 0), 6).</summary>
internal sealed record Relu6Operation : ActivationOperation
{
    public override string Kind => "Relu6";

    public override bool IsRectifier => true;

    public override bool FitsInTile => true;

    public override string Method => "min(max(x, 0), 6). Both return their second operand when one is not a number, so NaN is not hidden.";

    public override string Apply(CodeWriter w, InstructionSet isa, string x) => isa.Min(isa.Constant(6), isa.Max(isa.Zero, x));

    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient) =>
        isa.SelectGreater(value, isa.Zero, isa.SelectGreater(isa.Constant(6), value, gradient, isa.Zero), isa.Zero);
}
