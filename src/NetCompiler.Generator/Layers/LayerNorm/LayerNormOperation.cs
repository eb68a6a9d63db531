using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.LayerNorm;

/// <summary>(x − mean) / √(variance + ε) with each item's own mean and variance over all its values, then weight and bias per value if affine.</summary>
internal sealed partial record LayerNormOperation(float Epsilon, bool Affine, bool OfVector = false) : Operation
{
    public override string Kind => "LayerNorm";

    public override Operation? Slide(Node declared, NetworkGraph graph) => null;

    public override string NamePrefix => "ln";

    public override string Describe() => FormattableString.Invariant($"epsilon {Epsilon}{(Affine ? "" : ", no weights")}");

    public override IEnumerable<Fact> Facts => [Fact.Of("epsilon", Epsilon)];

    public static Operation Read(LayerArguments arguments) =>
        new LayerNormOperation(arguments.PositiveFloat("Epsilon", 1e-5f), arguments.Bool("Affine", true));

    public override Inferred? Infer(ShapeInference context)
    {
        if (context.Input.Length > 1)
            return new Inferred(this with { OfVector = context.Input.IsFlat }, context.Input);
        context.Report(Problems.InputTooSmall, ["2 values", context.Found]);
        return null;
    }

    public override IReadOnlyList<ParameterShape> Parameters(Shape input) => Affine ? ParameterShape.Affine(input.Dimensions) : [];
}
