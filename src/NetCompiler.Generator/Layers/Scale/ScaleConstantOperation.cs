using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Scale;

/// <summary>A constant times x: a function of each value, which fuses as activations do.</summary>
internal sealed record ScaleConstantOperation(float Factor) : ActivationOperation
{
    public override string Kind => "Scale";

    public override string Describe() => FormattableString.Invariant($"by {Factor}");

    public override IEnumerable<Fact> Facts => [Fact.Of("factor", Factor)];

    public override string Method => FormattableString.Invariant($"x times {Factor}.");

    public override bool FitsInTile => true;

    /// <summary>A scale by a constant or by learned weights, as the arguments say.</summary>
    public static Operation Read(LayerArguments arguments)
    {
        if (!arguments.Has("factor"))
            return new ScaleOperation(arguments.Bool("Bias", true));
        float factor = arguments.Float("factor");
        if (float.IsNaN(factor) || float.IsInfinity(factor))
            arguments.Report(Problems.OutOfRange, "factor", "a finite number", factor);
        return new ScaleConstantOperation(factor);
    }

    public override string Apply(CodeWriter w, InstructionSet isa, string x) => isa.Multiply(x, isa.Constant(Factor));

    public override string Gradient(CodeWriter w, InstructionSet isa, string output, string gradient) => isa.Multiply(gradient, isa.Constant(Factor));
}
