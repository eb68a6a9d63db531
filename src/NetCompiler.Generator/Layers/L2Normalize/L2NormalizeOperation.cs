using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.L2Normalize;

/// <summary>x / max(‖x‖, ε) over the features of a vector, over the channels at each position of an image or sequence.</summary>
internal sealed partial record L2NormalizeOperation(float Epsilon, bool OfVector = false) : Operation
{
    public override string Kind => "L2Normalize";

    public override string Describe() => FormattableString.Invariant($"epsilon {Epsilon}");

    public override IEnumerable<Fact> Facts => [Fact.Of("epsilon", Epsilon)];

    public static Operation Read(LayerArguments arguments) => new L2NormalizeOperation(arguments.PositiveFloat("Epsilon", 1e-12f));

    public override Inferred Infer(ShapeInference context) => new(this with { OfVector = context.Input.IsFlat }, context.Input);
}
