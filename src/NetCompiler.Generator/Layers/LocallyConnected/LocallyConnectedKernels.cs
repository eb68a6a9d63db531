using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.LocallyConnected;

internal sealed partial record LocallyConnectedOperation
{
    public override bool ReadsPlanar => SharedWeights;

    public override Border InputBorder(Node node, int input) => Window.Padding;

    public override Operation WithPadding(Border zeros) => this with { Window = Window with { Padding = Window.Padding + zeros } };

    public override bool CanFuse(Node node, Operation following) =>
        following is ActivationOperation && node.Epilogue.Count == 0;

    /// <summary>The convolution that computes each output pixel.</summary>
    public ConvolutionGeometry Geometry(Shape input) => new(Window, input.Channels, Filters);

    /// <summary>Whether the gradient of the bias is the sum over all pixels that a convolution's weight gradient computes along with it.</summary>
    public bool HasConvolutionBias => SharedWeights && SharedBias;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        Contraction contraction = ConvolutionKernels.ForwardContractions(lowering, node, Geometry(node.Inputs[0].Shape), Bias)[0] with
        {
            BiasGrid = Bias && !SharedBias ? (node.Output.Shape.Height, node.Output.Shape.Width) : (1, 1),
        };
        if (!SharedWeights)
            contraction = PerPixel(lowering, node, contraction);
        return ConvolutionKernels.Contract(
            lowering, node, "", ConvolutionKernels.Title(node), [contraction], null, node.Parameters[0], Bias ? node.Parameters[1] : null);
    }

    /// <summary>Every output pixel with weights of its own; where each image has memory of its own, they are read once for several images.</summary>
    private Contraction PerPixel(Lowering lowering, Node node, Contraction shared)
    {
        (Layout input, Layout output) = (node.Inputs[0].Layout!, node.Output.Layout!);
        (int rows, int columns) = (output.Shape.Height, output.Shape.Width);
        (int inputStride, int outputStride) = (lowering.ImageStride(node.Inputs[0]), lowering.ImageStride(node.Output));
        bool batch = inputStride > 0 && outputStride > 0;
        int perPixel = input.Shape.Channels * Window.Taps;
        return shared with
        {
            OutputWeightStep = rows * columns * perPixel,
            Rows = 1,
            Columns = batch ? 0 : 1,
            InputRowStep = 0,
            InputColumnStep = batch ? inputStride : input.ColumnStride,
            OutputRowStep = 0,
            OutputColumnStep = batch ? outputStride : output.ColumnStride,
            Positions = new Positions(rows, columns, output.RowStride, output.ColumnStride, columns * perPixel, perPixel)
            {
                InputRowStep = Window.StrideY * input.RowStride,
                InputColumnStep = Window.StrideX * input.ColumnStride,
            },
        };
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        gradients.AddWeightGradient(node, new LocallyConnectedWeightGradientOperation(this), input, outputGradient);
        if (Bias && !HasConvolutionBias)
            gradients.AddWeightGradient(node, new BiasGradientOperation(Kind, node.Parameters[1]), outputGradient);
        if (gradients.Needs(input))
            gradients.Add(node, new LocallyConnectedInputGradientOperation(this, node.Parameters[0], input.Shape), input, outputGradient);
    }
}

/// <summary>The gradients of a locally connected layer's weights, from its input and the gradient of its output.</summary>
internal sealed record LocallyConnectedWeightGradientOperation(LocallyConnectedOperation Layer) : Operation
{
    public override string Kind => "LocallyConnectedWeightGradient";

    public override bool ReadsPlanar => Layer.SharedWeights;

    public override Border InputBorder(Node node, int input) => input == 0 ? Layer.Window.Padding : Border.None;

    public override Kernel Lower(Lowering lowering, Node node) =>
        Layer.SharedWeights
            ? ConvolutionKernels.WeightGradient(lowering, node, Layer.Geometry(node.Inputs[0].Shape), Layer.HasConvolutionBias)
            : new LocalWeightGradientKernel(
                lowering.NameOf(node, "WeightGradient"), node, Layer.Window, lowering.ImageStride(node.Inputs[0]), lowering.ImageStride(node.Inputs[1]));
}

/// <summary>The gradient with respect to a locally connected layer's input.</summary>
internal sealed record LocallyConnectedInputGradientOperation(LocallyConnectedOperation Layer, Parameter Weight, Shape Input) : Operation
{
    public override string Kind => "LocallyConnectedInputGradient";

    public override Border InputBorder(Node node, int input) =>
        Layer.SharedWeights ? Layer.Geometry(Input).OutputGradientBorder(Input, node.Inputs[0].Shape) : Border.None;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        if (Layer.SharedWeights)
            return ConvolutionKernels.InputGradient(lowering, node, Layer.Geometry(Input), Weight);

        // The forward pass has packed the weights: they may be too many for a second copy.
        PackedWeights weights = lowering.Packs.OfType<PackedWeights>().First(packed => packed.Weight == Weight);
        return new LocalInputGradientKernel(
            lowering.NameOf(node, "InputGradient"), node, Layer.Window, weights, lowering.ImageStride(node.Inputs[0]), lowering.ImageStride(node.Output));
    }
}
