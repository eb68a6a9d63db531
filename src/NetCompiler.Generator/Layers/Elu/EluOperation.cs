using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Elu;

/// <summary>x where x is above 0, α · (eˣ − 1) elsewhere. α is not negative, so the result's sign is the input's and the gradient follows from it.</summary>
internal sealed record EluOperation(float Alpha) : ActivationOperation
{
    public override string Kind => "Elu";

    public override string Describe() => FormattableString.Invariant($"alpha {Alpha}");

    public override IEnumerable<Fact> Facts => [Fact.Of("alpha", Alpha)];

    public override bool IsRectifier => true;

    public override string Method => $"x above 0, {InstructionSet.Literal(Alpha)} · (exp(x) − 1) elsewhere, within 3e-7 of it; NaN is not above 0 and stays.";

    public static Operation Read(LayerArguments arguments)
    {
        float alpha = arguments.Float("alpha");
        if (alpha >= 0 && !float.IsInfinity(alpha))
            return new EluOperation(alpha);
        arguments.Report(Problems.OutOfRange, "alpha", "at least 0 and finite", alpha);
        return new EluOperation(0);
    }

    public override string Apply(CodeWriter w, InstructionSet isa, string x)
    {
        string exponential = Exponential.WriteMinusOne(w, isa, x);
        return isa.SelectGreater(x, isa.Zero, x, isa.Multiply(exponential, isa.Constant(Alpha)));
    }

    /// <summary>dy above 0, dy · (y + α) elsewhere.</summary>
    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient) =>
        isa.SelectGreater(value, isa.Zero, gradient, isa.Multiply(gradient, isa.Add(value, isa.Constant(Alpha))));
}
