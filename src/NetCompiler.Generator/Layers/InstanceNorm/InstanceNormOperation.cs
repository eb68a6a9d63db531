using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.InstanceNorm;

/// <summary>(x − mean) / √(variance + ε) with each image's and channel's own mean and variance, then weight and bias per channel if affine.</summary>
internal sealed partial record InstanceNormOperation(float Epsilon, bool Affine) : Operation
{
    public override string Kind => "InstanceNorm";

    public override Operation? Slide(Node declared, NetworkGraph graph) => null;

    public override string NamePrefix => "in";

    public override string Describe() => FormattableString.Invariant($"epsilon {Epsilon}{(Affine ? ", affine" : "")}");

    public override IEnumerable<Fact> Facts => [Fact.Of("epsilon", Epsilon)];

    public static Operation Read(LayerArguments arguments) =>
        new InstanceNormOperation(arguments.PositiveFloat("Epsilon", 1e-5f), arguments.Bool("Affine", false));

    public override Inferred? Infer(ShapeInference context)
    {
        if (!context.RequireImage())
            return null;
        if (context.Input.Height * context.Input.Width > 1)
            return new Inferred(this, context.Input);
        context.Report(Problems.InputTooSmall, ["2 pixels per channel", context.Found]);
        return null;
    }

    public override IReadOnlyList<ParameterShape> Parameters(Shape input) => Affine ? ParameterShape.Affine([input.Channels]) : [];
}
