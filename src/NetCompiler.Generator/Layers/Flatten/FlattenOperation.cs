using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Flatten;

/// <summary>
/// An image as a vector, in the order channels, rows, columns. Moves nothing: the weights of the dense layer after it are packed in the order in which
/// the image lies in memory.
/// </summary>
internal sealed record FlattenOperation : Operation
{
    public override string Kind => "Flatten";

    public override bool IsView => true;

    public override bool KeepsLayout => true;

    public override bool ReadsPlanar => true;

    public override Inferred? Infer(ShapeInference context)
    {
        // Inputs are addressable, so their length is a 32-bit number.
        return new Inferred(this, context.Input.IsFlat ? context.Input : Shape.Flat((int)context.Input.Length));
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new UnflattenOperation(), node.Inputs[0], outputGradient);
    }

    public override Kernel? Lower(Lowering lowering, Node node) => null;
}

/// <summary>The gradient of a flattened image: the same memory.</summary>
internal sealed record UnflattenOperation : Operation
{
    public override string Kind => "Unflatten";

    public override bool IsView => true;

    public override bool KeepsLayout => true;

    public override Kernel? Lower(Lowering lowering, Node node) => null;
}

/// <summary>Moves an image's values into the order of its features, for layers that need them side by side.</summary>
internal sealed record ToVectorOperation : Operation
{
    public override string Kind => "ToVector";

    public override bool ReadsPlanar => true;

    public override Layout OutputLayout(Node node, Border border) => Layout.Planar(node.Inputs[0].Layout!.Shape, Border.None);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new FromVectorOperation(), node.Inputs[0], outputGradient, node.Inputs[0]);
    }

    public override Kernel Lower(Lowering lowering, Node node) => Copy(lowering, node, "features in their order", node.Inputs[0]);

    internal static CopyKernel Copy(Lowering lowering, Node node, string what, Value source) => new(
        lowering.NameOf(node, node.Operation.Kind), node, $"{node.Name}: {what}", source, node.Output,
        (0, 0), (0, 0), (node.Output.Layout!.Shape.Height, node.Output.Layout.Shape.Width));
}

/// <summary>The gradient of <see cref="ToVectorOperation"/>: back into the image's order.</summary>
internal sealed record FromVectorOperation : Operation
{
    public override string Kind => "FromVector";

    public override bool ReadsPlanar => true;

    public override Layout OutputLayout(Node node, Border border) => node.Inputs[1].Layout! with { Border = border };

    /// <summary>Features side by side are the image's planes.</summary>
    public override Kernel Lower(Lowering lowering, Node node)
    {
        Value gradient = node.Inputs[0];
        var planes = new Value(gradient.Name, gradient.Shape) { Layout = Layout.Planar(node.Output.Layout!.Shape, Border.None), Placement = gradient.Placement };
        return ToVectorOperation.Copy(lowering, node, "gradient in the image's order", planes);
    }
}
