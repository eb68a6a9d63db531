using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Scale;

/// <summary>x · weight + bias, one of each per channel.</summary>
internal sealed partial record ScaleOperation(bool Bias, bool OfVector = false) : Operation
{
    public override string Kind => "Scale";

    public override string Describe() => Bias ? "per channel" : "per channel, no bias";

    public override Inferred Infer(ShapeInference context) => new(this with { OfVector = context.Input.IsFlat }, context.Input);

    public override IReadOnlyList<ParameterShape> Parameters(Shape input) => ParameterShape.Affine([input.Channels], Bias);
}
