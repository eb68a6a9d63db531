using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Relu;

/// <summary>max(x, 0).</summary>
internal sealed record ReluOperation : ActivationOperation
{
    public override string Kind => "Relu";

    public override bool IsRectifier => true;

    public override bool FitsInTile => true;

    public override string Method => "max(x, 0). The maximum returns its second operand when one is not a number, so NaN is not hidden.";

    public override string Apply(CodeWriter w, InstructionSet isa, string x) => isa.Max(isa.Zero, x);

    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient) =>
        isa.SelectGreater(value, isa.Zero, gradient, isa.Zero);
}
