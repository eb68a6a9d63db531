using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Sigmoid;

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal sealed record SigmoidOperation : ActivationOperation
{
    public override string Kind => "Sigmoid";

    public override string Method => "1 / (1 + exp(−x)), within 2e-7 of the exact value.";

    public override string Apply(CodeWriter w, InstructionSet isa, string x)
    {
        string exponential = Exponential.Write(w, isa, isa.Subtract(isa.Zero, x));
        return isa.Divide(isa.Constant(1), isa.Add(isa.Constant(1), exponential));
    }

    /// <summary>dy · y · (1 − y).</summary>
    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient) =>
        isa.Multiply(gradient, isa.Subtract(value, isa.Multiply(value, value)));
}
