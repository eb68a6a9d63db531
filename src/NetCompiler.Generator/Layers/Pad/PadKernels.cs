using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Pad;

internal sealed partial record PadOperation
{
    public override Border? AddsZeros => Border;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        Shape inner = node.Inputs[0].Shape;
        return new CopyKernel(lowering.NameOf(node), node, $"{node.Name}: Pad {Describe()}", node.Inputs[0], node.Output, (0, 0), (Border.Top, Border.Left), (inner.Height, inner.Width), clear: true);
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new PadGradientOperation(this), node.Inputs[0], outputGradient);
    }
}

/// <summary>The gradient of a padded image without its border.</summary>
internal sealed record PadGradientOperation(PadOperation Pad) : Operation
{
    public override string Kind => "PadGradient";

    public override Kernel Lower(Lowering lowering, Node node)
    {
        Shape inner = node.Output.Shape;
        return new CopyKernel(lowering.NameOf(node, "InputGradient"), node, $"{node.Name}: gradient inside the border", node.Inputs[0], node.Output, (Pad.Border.Top, Pad.Border.Left), (0, 0), (inner.Height, inner.Width));
    }
}
