using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Softmax;

/// <summary>eˣ / Σ eˣ over the features.</summary>
internal sealed partial record SoftmaxOperation : Operation
{
    public override string Kind => "Softmax";

    public override bool IsProbability => true;

    public override Inferred? Infer(ShapeInference context) =>
        context.RequireFlat() ? new Inferred(this, context.Input) : null;
}
