using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>The three kernels of a convolution or dense layer, with the algorithm chosen. Another algorithm becomes another case here and a file of its own.</summary>
internal static class ConvolutionKernels
{
    public static Kernel Forward(Lowering lowering, Node node, ConvolutionGeometry geometry)
    {
        if (node.StoresPlanes)
            return PlanarConvolutionKernel.Create(lowering, node, geometry);
        Parameter? bias = node.Parameters.Count > 1 ? node.Parameters[1] : null;
        IReadOnlyList<Contraction> phases = ForwardContractions(lowering, node, geometry, bias is not null || node.Scale is not null);
        if (!lowering.IsTraining && WinogradKernel.Create(lowering, node, geometry, phases, bias) is { } winograd)
            return winograd;
        return Contract(lowering, node, "", Title(node), phases, geometry.Map, node.Parameters[0], bias, lowering.IsTraining ? null : WinogradKernel.Shape(lowering, node, geometry));
    }

    /// <summary>A node's output as a convolution of its input.</summary>
    public static IReadOnlyList<Contraction> ForwardContractions(Lowering lowering, Node node, ConvolutionGeometry geometry, bool bias)
    {
        (Value input, Value output) = (node.Inputs[0], node.Output);
        IReadOnlyList<Contraction> parts = geometry.Forward(input.Layout!, lowering.ImageStride(input), output.Layout!, lowering.ImageStride(output), bias);
        return node.Summand is not { Layout: { } layout } summand ? parts : [.. parts.Select(part => part with
        {
            Summand = SummandPlace.Of(layout, part.FirstOutputChannel, part.PointsAreImages ? lowering.ImageStride(summand) : layout.ColumnStride),
        })];
    }

    /// <summary>A node's output as the gradient of a convolution with respect to its input, given the gradient with respect to its output.</summary>
    public static IReadOnlyList<Contraction> TransposedContractions(Lowering lowering, Node node, ConvolutionGeometry geometry)
    {
        (Value outputGradient, Value inputGradient) = (node.Inputs[0], node.Output);
        return geometry.InputGradient(outputGradient.Layout!, lowering.ImageStride(outputGradient), inputGradient.Layout!, lowering.ImageStride(inputGradient));
    }

    /// <summary>The kernel that computes contractions of a node's input into its output.</summary>
    public static ContractionKernel Contract(
        Lowering lowering, Node node, string role, string title, IReadOnlyList<Contraction> phases, WeightMap? map, Parameter weight, Parameter? bias = null, WinogradShape? winograd = null)
    {
        string name = lowering.NameOf(node, role);
        PackedWeights weights = lowering.Pack(Weights(lowering, node, name, phases, map, weight, bias));
        return new ContractionKernel(name, node, title, node.Inputs[0], node.Output, weights, lowering.Schedules) { Winograd = winograd };
    }

    /// <summary>The weights of contractions as their tiles read them.</summary>
    public static PackedWeights Weights(Lowering lowering, Node node, string name, IReadOnlyList<Contraction> phases, WeightMap? map, Parameter weight, Parameter? bias) =>
        new(name, 0, phases, weight, bias, (phase, isa) => lowering.Schedules.Groups(node, phase, isa), map) { Scale = node.Scale };

    /// <summary>The layer and what was fused onto it.</summary>
    public static string Title(Node node) =>
        string.Join(" → ", new[] { $"{node.Name}: {node.Operation.Kind}, {node.Operation.Describe()}" }
            .Concat(node.Epilogue.Select(operation => operation.Describe().Length > 0 ? $"{operation.Kind} {operation.Describe()}" : operation.Kind)));

    public static Kernel InputGradient(Lowering lowering, Node node, ConvolutionGeometry geometry, Parameter weight) =>
        Contract(lowering, node, "InputGradient", InputGradientTitle(node), TransposedContractions(lowering, node, geometry), geometry.Map, weight);

    public static string InputGradientTitle(Node node) => $"{node.Name}: gradient with respect to the input";

    /// <param name="lowering">The program.</param>
    /// <param name="node">Reads the convolution's input and the gradient with respect to its output.</param>
    /// <param name="geometry">The convolution.</param>
    /// <param name="withBias">Whether the gradient of a bias per filter is computed along with the weights'.</param>
    public static Kernel WeightGradient(Lowering lowering, Node node, ConvolutionGeometry geometry, bool withBias = true)
    {
        (Value input, Value outputGradient) = (node.Inputs[0], node.Inputs[1]);
        WeightGradientKernel At(int offset) => new(
            lowering.NameOf(node, "WeightGradient"), node, $"{node.Name}: gradients of the weights", geometry,
            input, outputGradient, lowering.ImageStride(input), lowering.ImageStride(outputGradient), offset, lowering.Schedules, withBias);
        return At(lowering.Reserve(At(0).SumsLength));
    }
}
