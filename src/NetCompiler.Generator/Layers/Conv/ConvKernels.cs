using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Pooling;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.Conv;

internal sealed partial record ConvOperation
{
    public override bool ReadsPlanar => true;

    public override Border InputBorder(Node node, int input) => Window.Padding;

    public override Operation WithPadding(Border zeros) => this with { Window = Window with { Padding = Window.Padding + zeros } };

    /// <summary>One activation, and one pool whose windows do not overlap and divide into tiles; a single output pixel has nothing to pool.</summary>
    public override bool CanFuse(Node node, Operation following) =>
        following switch
        {
            ActivationOperation => !node.Epilogue.OfType<ActivationOperation>().Any(),
            PoolOperation pool => !node.Epilogue.OfType<PoolOperation>().Any() && pool.IsTiling && Window.OutputSize(node.Inputs[0].Shape) != (1, 1),
            _ => false,
        };

    public override bool PrefersPlanes(Node node) =>
        PlanarSchedule.Suits(new ConvolutionGeometry(Window, node.Inputs[0].Shape.Channels, Filters), node.Inputs[0].Shape, node.Epilogue.OfType<PoolOperation>().FirstOrDefault()?.Window);

    public override Layout OutputLayout(Node node, Border border) =>
        node.StoresPlanes ? Layout.Planar(node.Output.Shape, border) with { RowAlignment = Layout.BlockSize } : base.OutputLayout(node, border);

    public override Kernel Lower(Lowering lowering, Node node) =>
        ConvolutionKernels.Forward(lowering, node, new ConvolutionGeometry(Window, node.Inputs[0].Shape.Channels, Filters));

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        gradients.AddWeightGradient(node, new ConvWeightGradientOperation(this), input, outputGradient);
        if (gradients.Needs(input))
            gradients.Add(node, new ConvInputGradientOperation(this, node.Parameters[0], input.Shape), input, outputGradient);
    }
}

/// <summary>The gradients of a convolution's weights and bias, from its input and the gradient of its output.</summary>
internal sealed record ConvWeightGradientOperation(ConvOperation Conv) : Operation
{
    public override string Kind => "ConvWeightGradient";

    public override bool ReadsPlanar => true;

    public override Border InputBorder(Node node, int input) => input == 0 ? Conv.Window.Padding : Border.None;

    public override Kernel Lower(Lowering lowering, Node node) =>
        ConvolutionKernels.WeightGradient(lowering, node, new ConvolutionGeometry(Conv.Window, node.Inputs[0].Shape.Channels, Conv.Filters));
}

/// <summary>The gradient with respect to a convolution's input.</summary>
internal sealed record ConvInputGradientOperation(ConvOperation Conv, Parameter Weight, Shape Input) : Operation
{
    public override string Kind => "ConvInputGradient";

    private ConvolutionGeometry Geometry => new(Conv.Window, Input.Channels, Conv.Filters);

    public override Border InputBorder(Node node, int input) => Geometry.OutputGradientBorder(Input, node.Inputs[0].Shape);

    public override Kernel Lower(Lowering lowering, Node node) => ConvolutionKernels.InputGradient(lowering, node, Geometry, Weight);
}
