using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Tanh;

/// <summary>Hyperbolic tangent.</summary>
internal sealed record TanhOperation : ActivationOperation
{
    public override string Kind => "Tanh";

    public override string Method => HyperbolicTangent.Method;

    public override string Apply(CodeWriter w, InstructionSet isa, string x) => HyperbolicTangent.Write(w, isa, x);

    /// <summary>dy · (1 − y²).</summary>
    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient) =>
        isa.Subtract(gradient, isa.Multiply(gradient, isa.Multiply(value, value)));
}
