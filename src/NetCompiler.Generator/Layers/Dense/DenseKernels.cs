using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.Dense;

internal sealed partial record DenseOperation
{
    public override bool ReadsPlanar => true;

    public override bool CanFuse(Node node, Operation following) =>
        ContractionEpilogue.CanTake(node, following);

    /// <summary>Of the value that is added each place is read before the sum is stored there.</summary>
    public override bool CanOverwrite(Node node, int input) => node.IsSummand(input);

    public override bool FoldsScale(Node node) => true;

    /// <summary>The layer as the convolution whose window is its whole input image.</summary>
    public ConvolutionGeometry Geometry(Layout input) =>
        new(new Window(input.Shape.Height, input.Shape.Width, 1, 1, Border.None), input.Shape.Channels, Units);

    public override Kernel Lower(Lowering lowering, Node node) =>
        ConvolutionKernels.Forward(lowering, node, Geometry(node.Inputs[0].Layout!));

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        gradients.AddWeightGradient(node, new DenseWeightGradientOperation(this), input, outputGradient);
        if (gradients.Needs(input))
            gradients.Add(node, new DenseInputGradientOperation(this, node.Parameters[0]), input, outputGradient, input);
    }
}

/// <summary>The gradients of a dense layer's weights and bias, from its input and the gradient of its output.</summary>
internal sealed record DenseWeightGradientOperation(DenseOperation Dense) : Operation
{
    public override string Kind => "DenseWeightGradient";

    public override bool ReadsPlanar => true;

    public override Kernel Lower(Lowering lowering, Node node) =>
        ConvolutionKernels.WeightGradient(lowering, node, Dense.Geometry(node.Inputs[0].Layout!));
}

/// <summary>The gradient with respect to a dense layer's input; it lies in memory like that input.</summary>
internal sealed record DenseInputGradientOperation(DenseOperation Dense, Parameter Weight) : Operation
{
    public override string Kind => "DenseInputGradient";

    public override bool ReadsPlanar => true;

    public override Layout OutputLayout(Node node, Border border) => node.Inputs[1].Layout! with { Border = border };

    public override Kernel Lower(Lowering lowering, Node node) =>
        ConvolutionKernels.InputGradient(lowering, node, Dense.Geometry(node.Output.Layout!), Weight);
}
