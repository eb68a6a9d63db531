using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Selu;

/// <summary>λ · x where x is above 0, λ · α · (eˣ − 1) elsewhere. The result's sign is the input's, so the gradient follows from it.</summary>
internal sealed record SeluOperation : ActivationOperation
{
    /// <summary>The paper's fixed point of mean 0 and variance 1 (equation 14).</summary>
    private const float Lambda = 1.05070099f, Alpha = 1.67326324f;

    public override string Kind => "Selu";

    public override string Method => $"{InstructionSet.Literal(Lambda)} · x above 0, {InstructionSet.Literal(Lambda * Alpha)} · (exp(x) − 1) elsewhere, within 3e-7 of it; NaN is not above 0 and stays.";

    public override string Apply(CodeWriter w, InstructionSet isa, string x)
    {
        string exponential = Exponential.WriteMinusOne(w, isa, x);
        return isa.SelectGreater(x, isa.Zero, isa.Multiply(x, isa.Constant(Lambda)), isa.Multiply(exponential, isa.Constant(Lambda * Alpha)));
    }

    /// <summary>dy · λ above 0, dy · (y + λ · α) elsewhere.</summary>
    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient) =>
        isa.Multiply(gradient, isa.SelectGreater(value, isa.Zero, isa.Constant(Lambda), isa.Add(value, isa.Constant(Lambda * Alpha))));
}
