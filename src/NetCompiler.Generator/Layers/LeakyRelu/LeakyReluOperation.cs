using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.LeakyRelu;

/// <summary>x where x is above 0, slope · x elsewhere. The slope is not negative, so the result's sign is the input's and the gradient follows from it.</summary>
internal sealed record LeakyReluOperation(float Slope) : ActivationOperation
{
    public override string Kind => "LeakyRelu";

    public override string Describe() => FormattableString.Invariant($"slope {Slope}");

    public override IEnumerable<Fact> Facts => [Fact.Of("slope", Slope)];

    public override bool IsRectifier => true;

    public override bool FitsInTile => true;

    public override string Method => $"x above 0, {InstructionSet.Literal(Slope)} · x elsewhere; NaN is not above 0 and stays.";

    public static Operation Read(LayerArguments arguments)
    {
        float slope = arguments.Float("slope");
        if (slope >= 0 && !float.IsInfinity(slope))
            return new LeakyReluOperation(slope);
        arguments.Report(Problems.OutOfRange, "slope", "at least 0 and finite", slope);
        return new LeakyReluOperation(0);
    }

    public override string Apply(CodeWriter w, InstructionSet isa, string x) =>
        isa.SelectGreater(x, isa.Zero, x, isa.Multiply(x, isa.Constant(Slope)));

    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient) =>
        isa.SelectGreater(value, isa.Zero, gradient, isa.Multiply(gradient, isa.Constant(Slope)));
}
