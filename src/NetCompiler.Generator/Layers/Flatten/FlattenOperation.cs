using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Flatten;

/// <summary>An image as a vector, in the order channels, rows, columns. Moves nothing: the weights of the dense layer after it are packed in the image's order.</summary>
internal sealed record FlattenOperation : Operation
{
    public override string Kind => "Flatten";

    public override bool IsView => true;

    public override Inferred? Infer(ShapeInference context)
    {
        if (context.Input.IsFlat)
            return new Inferred(this, context.Input);
        if (context.Input.Length <= int.MaxValue / 64)
            return new Inferred(this, Shape.Flat((int)context.Input.Length));
        context.Report(Problems.SizeOverflow, ["the flattened vector"]);
        return null;
    }
}
