using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>The three kernels of a convolution or dense layer, with the algorithm chosen. Another algorithm becomes another case here and a file of its own.</summary>
internal static class ConvolutionKernels
{
    public static Kernel Forward(Lowering lowering, Node node, ConvolutionGeometry geometry)
    {
        (Value input, Value output) = (node.Inputs[0], node.Output);
        if (node.StoresPlanes)
            return PlanarConvolutionKernel.Create(lowering, node, geometry);
        Parameter? bias = node.Parameters.Count > 1 ? node.Parameters[1] : null;
        Contraction contraction = geometry.Forward(input.Layout!, lowering.ImageStride(input), output.Layout!, lowering.ImageStride(output), bias is not null);
        PackedWeights weights = lowering.Pack(new PackedWeights(
            lowering.NameOf(node), 0, [contraction], node.Parameters[0], bias, (phase, isa) => ContractionKernel.Groups(node, phase, isa)));
        return new ContractionKernel(lowering.NameOf(node), node, Title(node), input, output, weights);
    }

    /// <summary>The layer and what was fused onto it.</summary>
    public static string Title(Node node) =>
        string.Join(" → ", new[] { $"{node.Name}: {node.Operation.Kind}, {node.Operation.Describe()}" }
            .Concat(node.Epilogue.Select(operation => operation.Describe().Length > 0 ? $"{operation.Kind} {operation.Describe()}" : operation.Kind)));

    public static Kernel InputGradient(Lowering lowering, Node node, ConvolutionGeometry geometry, Parameter weight)
    {
        (Value outputGradient, Value inputGradient) = (node.Inputs[0], node.Output);
        IReadOnlyList<Contraction> phases = geometry.InputGradient(
            outputGradient.Layout!, lowering.ImageStride(outputGradient), inputGradient.Layout!, lowering.ImageStride(inputGradient));
        string name = lowering.NameOf(node, "InputGradient");
        PackedWeights weights = lowering.Pack(new PackedWeights(
            name, 0, phases, weight, null, (phase, isa) => ContractionKernel.Groups(node, phase, isa)));
        return new ContractionKernel(name, node, $"{node.Name}: gradient with respect to the input", outputGradient, inputGradient, weights);
    }

    public static Kernel WeightGradient(Lowering lowering, Node node, ConvolutionGeometry geometry)
    {
        (Value input, Value outputGradient) = (node.Inputs[0], node.Inputs[1]);
        WeightGradientKernel At(int offset) => new(
            lowering.NameOf(node, "WeightGradient"), node, $"{node.Name}: gradients of the weights", geometry,
            input, outputGradient, lowering.ImageStride(input), lowering.ImageStride(outputGradient), offset);
        return At(lowering.Reserve(At(0).SumsLength));
    }
}
