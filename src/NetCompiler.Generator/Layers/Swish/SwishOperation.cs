using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Swish;

/// <summary>x / (1 + e⁻ˣ).</summary>
internal sealed record SwishOperation : ActivationOperation
{
    private static readonly SigmoidGate s_gate = new((_, x) => x, (_, x) => x, Limit: 87);

    public override string Kind => "Swish";

    public override bool IsRectifier => true;

    public override bool GradientReadsInput => true;

    public override string Method => "x / (1 + exp(−x)), within 3e-7 of the exact value; x from −87 on.";

    public override string Apply(CodeWriter w, InstructionSet isa, string x) => s_gate.Apply(w, isa, x);

    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient) => s_gate.Gradient(w, isa, value, gradient);
}
