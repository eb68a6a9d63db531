using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Flatten;

/// <summary>An image as a vector, in the order channels, rows, columns. Moves nothing: the weights of the dense layer after it are packed in the image's order.</summary>
internal sealed record FlattenOperation : Operation
{
    public override string Kind => "Flatten";

    public override bool IsView => true;

    public override Inferred? Infer(ShapeInference context)
    {
        // Inputs are addressable, so their length is a 32-bit number.
        return new Inferred(this, context.Input.IsFlat ? context.Input : Shape.Flat((int)context.Input.Length));
    }
}
