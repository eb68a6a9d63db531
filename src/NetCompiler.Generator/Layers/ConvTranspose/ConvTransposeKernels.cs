using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.ConvTranspose;

internal sealed partial record ConvTransposeOperation
{
    /// <summary>
    /// The convolution that goes the other way, from the output's shape to the input's, with the same tensor of weights: what this layer computes is
    /// that convolution's input gradient, and the gradient of this layer is its forward pass. Output padding takes rows off its padding, which may
    /// become negative: it does not read the last rows.
    /// </summary>
    public ConvolutionGeometry Transposed(Shape input)
    {
        Border padding = Window.Padding with { Bottom = Window.Padding.Bottom - OutputPaddingY, Right = Window.Padding.Right - OutputPaddingX };
        return new ConvolutionGeometry(Window with { Padding = padding }, Filters, input.Channels) { Groups = Groups };
    }

    /// <summary>The zeros around the gradient of the output that <see cref="Transposed"/> reads.</summary>
    public Border OutputGradientBorder =>
        Window.Padding with { Bottom = Math.Max(0, Window.Padding.Bottom - OutputPaddingY), Right = Math.Max(0, Window.Padding.Right - OutputPaddingX) };

    private Border InputBorder(Shape input, Shape output) => Transposed(input).OutputGradientBorder(output, input);

    public override Border InputBorder(Node node, int input) => InputBorder(node.Inputs[0].Shape, node.Output.Shape);

    public override bool CanFuse(Node node, Operation following) =>
        following is ActivationOperation && node.Epilogue.Count == 0;

    public override bool FoldsScale(Node node) => true;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        Parameter? bias = Bias ? node.Parameters[1] : null;
        ConvolutionGeometry geometry = Transposed(node.Inputs[0].Shape);
        IEnumerable<Contraction> phases = ConvolutionKernels.TransposedContractions(lowering, node, geometry).Select(phase => phase with { HasBias = Bias || node.Scale is not null });
        return ConvolutionKernels.Contract(lowering, node, "", ConvolutionKernels.Title(node), [.. phases], geometry.Map, node.Parameters[0], bias);
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        gradients.AddWeightGradient(node, new ConvTransposeWeightGradientOperation(this), outputGradient, input);
        if (Bias)
            gradients.AddWeightGradient(node, new BiasGradientOperation(Kind, node.Parameters[1]), outputGradient);
        if (gradients.Needs(input))
            gradients.Add(node, new ConvTransposeInputGradientOperation(this, node.Parameters[0], input.Shape), input, outputGradient);
    }
}

/// <summary>
/// The gradient of a transposed convolution's weights: a convolution's, with the gradient of the output in the place of the input and the input
/// in the place of the output's gradient.
/// </summary>
internal sealed record ConvTransposeWeightGradientOperation(ConvTransposeOperation Layer) : Operation
{
    public override string Kind => "ConvTransposeWeightGradient";

    public override Border InputBorder(Node node, int input) => input == 0 ? Layer.OutputGradientBorder : Border.None;

    public override Kernel Lower(Lowering lowering, Node node) =>
        ConvolutionKernels.WeightGradient(lowering, node, Layer.Transposed(node.Inputs[1].Shape), withBias: false);
}

/// <summary>The gradient with respect to a transposed convolution's input: a convolution.</summary>
internal sealed record ConvTransposeInputGradientOperation(ConvTransposeOperation Layer, Parameter Weight, Shape Input) : Operation
{
    public override string Kind => "ConvTransposeInputGradient";

    public override Border InputBorder(Node node, int input) => Layer.OutputGradientBorder;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        ConvolutionGeometry geometry = Layer.Transposed(Input);
        IReadOnlyList<Contraction> contractions = ConvolutionKernels.ForwardContractions(lowering, node, geometry, bias: false);
        return ConvolutionKernels.Contract(lowering, node, "InputGradient", ConvolutionKernels.InputGradientTitle(node), contractions, geometry.Map, Weight);
    }
}
