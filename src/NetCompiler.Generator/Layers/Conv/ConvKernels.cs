using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Pad;
using NetCompiler.Generator.Layers.Pooling;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.Conv;

internal sealed partial record ConvOperation
{
    /// <summary>The channels of a depthwise convolution lie in the lanes of registers.</summary>
    public override bool ReadsPlanar => Groups == 1 || Groups != Filters;

    public override Border InputBorder(Node node, int input) => node.IsSummand(input) ? Border.None : Window.Padding;

    public override Operation? WithPadding(Border zeros) =>
        PaddingMode == PaddingMode.Zeros || Window.Padding.IsNone ? this with { Window = Window with { Padding = Window.Padding + zeros }, PaddingMode = PaddingMode.Zeros } : null;

    /// <summary>Besides functions and a sum one pool whose windows do not overlap and divide into tiles; a single output pixel has nothing to pool.</summary>
    public override bool CanFuse(Node node, Operation following) =>
        following is PoolOperation pool
            ? !node.Epilogue.OfType<PoolOperation>().Any() && pool.IsTiling && Window.OutputSize(node.Inputs[0].Shape) != (1, 1) && !IsDepthwise(node.Inputs[0].Shape)
            : ContractionEpilogue.CanTake(node, following);

    /// <summary>Of the value that is added each place is read before the sum is stored there.</summary>
    public override bool CanOverwrite(Node node, int input) => node.IsSummand(input);

    public override bool FoldsScale(Node node) => true;

    /// <summary>One row of pixels reads one row of pixels.</summary>
    public override bool WritesStripes(Node node) =>
        Window is { Height: 1, Width: 1, StrideY: 1, Padding.IsNone: true } && Groups == 1 && node.Inputs[0].Layout!.IsBlocked && !node.StoresPlanes && !node.Epilogue.OfType<PoolOperation>().Any();

    public override Window? ReadsStripes(Node node) => IsDepthwise(node.Inputs[0].Shape) ? Window : null;

    public override bool PrefersPlanes(Node node) =>
        Groups == 1 && PlanarSchedule.Suits(Geometry(node.Inputs[0].Shape), node.Inputs[0].Shape, node.Epilogue.OfType<PoolOperation>().FirstOrDefault()?.Window);

    public override Layout OutputLayout(Node node, Border border) =>
        node.StoresPlanes ? Layout.Planar(node.Output.Shape, border) with { RowAlignment = Layout.BlockSize } : base.OutputLayout(node, border);

    private ConvolutionGeometry Geometry(Shape input) => new(Window, input.Channels, Filters) { Groups = Groups, Connections = Connections };

    public override Kernel Lower(Lowering lowering, Node node)
    {
        if (PaddingMode != PaddingMode.Zeros && !Window.Padding.IsNone)
            throw new NotSupportedException($"'{node.Name}' pads with {PaddingMode}, which is a layer of its own.");
        Shape input = node.Inputs[0].Shape;
        return IsDepthwise(input) ? DepthwiseKernel.Forward(lowering, node, Window) : ConvolutionKernels.Forward(lowering, node, Geometry(input));
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        gradients.AddWeightGradient(node, new ConvWeightGradientOperation(this), input, outputGradient);
        if (gradients.Needs(input))
            gradients.Add(node, new ConvInputGradientOperation(this, node.Parameters[0], input.Shape), input, outputGradient);
    }

    /// <summary>The gradients of a convolution's weights and bias, from its input and the gradient of its output.</summary>
    private sealed record ConvWeightGradientOperation(ConvOperation Conv) : Operation
    {
        public override string Kind => $"{Conv.Kind}WeightGradient";

        public override bool ReadsPlanar => Conv.ReadsPlanar;

        public override Border InputBorder(Node node, int input) => input == 0 ? Conv.Window.Padding : Border.None;

        public override Kernel Lower(Lowering lowering, Node node)
        {
            Shape input = node.Inputs[0].Shape;
            return Conv.IsDepthwise(input)
                ? new DepthwiseWeightGradientKernel(lowering.NameOf(node, "WeightGradient"), node, Conv.Window, lowering)
                : ConvolutionKernels.WeightGradient(lowering, node, Conv.Geometry(input));
        }
    }

    /// <summary>The gradient with respect to a convolution's input.</summary>
    private sealed record ConvInputGradientOperation(ConvOperation Conv, Parameter Weight, Shape Input) : Operation
    {
        public override string Kind => $"{Conv.Kind}InputGradient";

        public override Border InputBorder(Node node, int input)
        {
            ConvolutionGeometry geometry = Conv.Geometry(Input);
            return Conv.IsDepthwise(Input) ? geometry.PhasesBorder(Input, node.Inputs[0].Shape) : geometry.OutputGradientBorder(Input, node.Inputs[0].Shape);
        }

        public override Kernel Lower(Lowering lowering, Node node) =>
            Conv.IsDepthwise(Input)
                ? DepthwiseKernel.InputGradient(lowering, node, Conv.Window, Weight)
                : ConvolutionKernels.InputGradient(lowering, node, Conv.Geometry(Input), Weight);
    }
}
