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

    /// <summary>Whether the network slides over larger images, of which it makes maps.</summary>
    public bool KeepsMaps { get; init; }

    public override Operation Slide(Node declared, NetworkGraph graph) => this with { KeepsMaps = true };

    public override Inferred? Infer(ShapeInference context)
    {
        if (KeepsMaps)
            return new Inferred(this, context.Input);
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

    public override bool EndsImages => true;

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new FromVectorOperation(), node.Inputs[0], outputGradient, node.Inputs[0]);
    }

    public override Kernel Lower(Lowering lowering, Node node)
    {
        Layout planes = PlanesOf(node.Inputs[0].Layout!);
        return new CopyKernel(
            lowering.NameOf(node, Kind), node, $"{node.Name}: features in their order", node.Inputs[0], node.Output,
            (0, 0), (0, 0), (planes.Shape.Height, planes.Shape.Width), destinationLayout: planes);
    }

    /// <summary>An image's features in their order lie as its planes would.</summary>
    internal static Layout PlanesOf(Layout image) => Layout.Planar(image.Shape, Border.None);
}

/// <summary>The gradient of <see cref="ToVectorOperation"/>: back into the image's order.</summary>
internal sealed record FromVectorOperation : Operation
{
    public override string Kind => "FromVector";

    public override bool ReadsPlanar => true;

    public override Layout OutputLayout(Node node, Border border) => node.Inputs[1].Layout! with { Border = border };

    public override Kernel Lower(Lowering lowering, Node node)
    {
        Layout planes = ToVectorOperation.PlanesOf(node.Output.Layout!);
        return new CopyKernel(
            lowering.NameOf(node, Kind), node, $"{node.Name}: gradient in the image's order", node.Inputs[0], node.Output,
            (0, 0), (0, 0), (planes.Shape.Height, planes.Shape.Width), sourceLayout: planes);
    }
}
