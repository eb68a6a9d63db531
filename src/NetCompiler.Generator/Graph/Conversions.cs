using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;

namespace NetCompiler.Generator.Graph;

/// <summary>Copies a planar image into a buffer of its own: into blocks of channels, or, for consumers that read planes, with the border they need.</summary>
internal sealed record PrepareInputOperation(bool Planar) : Operation
{
    public override string Kind => "Prepare";

    public override string Describe() => Planar ? "planes" : "blocks";

    public override bool ReadsPlanar => true;

    public override Layout OutputLayout(Node node, Border border) =>
        Planar ? node.Inputs[0].Layout! with { Border = border } : Layout.Blocked(node.Inputs[0].Layout!.Shape, border);

    public override Kernel Lower(Lowering lowering, Node node) => ConversionKernels.Copy(lowering, node, "the input as the next layer reads it");
}

/// <summary>Copies a result to the caller's memory, as planes without borders.</summary>
internal sealed record StoreOutputOperation : Operation
{
    public override string Kind => "Store";

    public override bool ReadsPlanar => true;

    public override Layout OutputLayout(Node node, Border border) => Layout.Planar(node.Inputs[0].Layout!.Shape, Border.None);

    public override Kernel Lower(Lowering lowering, Node node) => ConversionKernels.Copy(lowering, node, "the result, planar");
}

/// <summary>Brings the loss's gradient into the output's layout.</summary>
internal sealed record LoadGradientOperation : Operation
{
    public override string Kind => "LoadGradient";

    public override bool ReadsPlanar => true;

    /// <summary>The second input is the forward value whose layout the gradient takes.</summary>
    public override Layout OutputLayout(Node node, Border border) => Layout.Blocked(node.Inputs[1].Layout!.Shape, border);

    public override Kernel Lower(Lowering lowering, Node node) => ConversionKernels.Copy(lowering, node, "the loss's gradient in the output's layout");
}

/// <summary>Adds a further gradient of a value to those before it, in place.</summary>
internal sealed record AddGradientOperation : Operation
{
    public override string Kind => "AddGradient";

    public override int InPlaceOf => 0;

    public override Kernel Lower(Lowering lowering, Node node) =>
        new AddKernel(lowering.NameOf(node, $"AddGradient_{node.Output.Name}"), node, $"{node.Name}: adds a gradient to those of other readers", [node.Output, node.Inputs[1]], node.Output);
}

/// <summary>Zeroes the border of a value before it is written.</summary>
internal sealed record ZeroBorderOperation(Value Target) : Operation
{
    public override string Kind => "ZeroBorder";

    public override string Describe() => $"{Target.Name}";

    public override Kernel Lower(Lowering lowering, Node node) =>
        new ZeroBorderKernel(lowering.NameOf(node, $"Border_{Target.Name}"), node, Target);
}

internal static class ConversionKernels
{
    public static Kernel Copy(Lowering lowering, Node node, string what)
    {
        Shape shape = node.Output.Layout!.Shape;
        return new CopyKernel(lowering.NameOf(node, node.Operation.Kind), node, $"{node.Name}: {what}", node.Inputs[0], node.Output, (0, 0), (0, 0), (shape.Height, shape.Width));
    }
}
