using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Softmax;

/// <summary>eˣ / Σ eˣ over the features of a vector, over the channels at each position of an image or sequence.</summary>
internal sealed partial record SoftmaxOperation(bool OfVector = false) : Operation
{
    public override string Kind => "Softmax";

    public override bool IsProbability => true;

    public override Inferred Infer(ShapeInference context) => new(this with { OfVector = context.Input.IsFlat }, context.Input);
}
