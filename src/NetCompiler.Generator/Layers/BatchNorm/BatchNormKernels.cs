using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.BatchNorm;

internal sealed partial record BatchNormOperation
{
    public override bool ReadsPlainVector => IsFlat;

    public override bool WritesCallersMemory => false;

    public override bool CanFuse(Node node, Operation following) => following is ActivationOperation { FitsInTile: true } && node.Epilogue.Count == 0;

    public override bool CanOverwrite(Node node, int input) => true;

    public override ChannelScale FoldableScale(Node node) => ChannelScale.Of(node.Parameters, Epsilon);

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node);
        int channels = node.Output.Shape.Channels;
        int offset = Statistics is null
            ? lowering.Pack(new PackedScale(name, 0, FoldableScale(node), channels)).Offset
            : Statistics.Place(lowering, channels);
        return new AffineKernel(name, node, $"{node.Name}: BatchNorm {Describe()}", channels, offset);
    }

    /// <summary>Training looks at the whole batch before it normalises: first its means, then its variances.</summary>
    public override void PrepareTraining(NetworkGraph graph, Node node)
    {
        var statistics = new BatchStatistics(node.Parameters);
        BatchNormOperation norm = this with { Statistics = statistics };
        foreach (Operation operation in new Operation[] { new BatchMeanOperation(norm), new BatchVarianceOperation(norm) })
        {
            var nothing = new Value($"{node.Name}_{operation.Kind.Replace("BatchNorm", "").ToLowerInvariant()}", new Shape(0, 0, 0));
            graph.Nodes.Insert(graph.Nodes.IndexOf(node), new Node { Name = node.Name, Place = node.Place, Operation = operation, Output = nothing, Inputs = { node.Inputs[0] } });
        }

        node.Operation = norm;
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        gradients.AddWeightGradient(node, new BatchNormWeightGradientOperation(this), node.Inputs[0], outputGradient);
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new BatchNormInputGradientOperation(this), node.Inputs[0], node.Inputs[0], outputGradient);
    }
}

/// <summary>
/// Numbers per channel that the stages of a training step leave for each other beside the packed weights: two that the forward pass multiplies by and
/// adds, mean and 1/√(variance + ε), and three of the backward pass.
/// </summary>
internal sealed class BatchStatistics(IReadOnlyList<Parameter> parameters)
{
    public const int Factor = 0, Summand = 1, Mean = 2, InverseDeviation = 3, OfGradient = 4, OfInput = 5, Constant = 6;

    private int _offset = -1;

    public Parameter Weight => parameters[0];

    public Parameter Bias => parameters[1];

    public Parameter RunningMean => parameters[parameters.Count - 2];

    public Parameter RunningVariance => parameters[parameters.Count - 1];

    public int Place(Lowering lowering, int channels)
    {
        if (_offset < 0)
            _offset = lowering.Reserve(7 * AffineKernel.Padded(channels));
        return _offset;
    }

    public KernelArgument Argument(string name, Lowering lowering, int channels, int number) =>
        new(name, new Operand.OfPacked(Place(lowering, channels) + (number * AffineKernel.Padded(channels))));
}

/// <summary>The means of a batch, for <see cref="BatchNormOperation"/>.</summary>
internal sealed record BatchMeanOperation(BatchNormOperation Norm) : Operation
{
    public override string Kind => "BatchNormMean";

    public override bool ReadsPlainVector => Norm.IsFlat;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        int channels = node.Inputs[0].Shape.Channels;
        return new BatchMeanKernel(
            lowering.NameOf(node, "Mean"), node, lowering.ImageStride(node.Inputs[0]),
            [Norm.Statistics!.Argument("mean", lowering, channels, BatchStatistics.Mean)]);
    }
}

/// <summary>The variances of a batch, what follows from them and the weights, and what the running averages follow, whether or not there is a backward pass here.</summary>
internal sealed record BatchVarianceOperation(BatchNormOperation Norm) : Operation
{
    public override string Kind => "BatchNormVariance";

    public override bool ReadsPlainVector => Norm.IsFlat;

    public override (IReadOnlyList<Parameter> Followers, float Momentum)? RunningAverage =>
        ([Norm.Statistics!.RunningMean, Norm.Statistics.RunningVariance], Norm.Momentum);

    public override Kernel Lower(Lowering lowering, Node node)
    {
        int channels = node.Inputs[0].Shape.Channels;
        KernelArgument Of(string name, int number) => Norm.Statistics!.Argument(name, lowering, channels, number);
        return new BatchVarianceKernel(
            lowering.NameOf(node, "Variance"), node, lowering.ImageStride(node.Inputs[0]), Norm.Epsilon,
            [Of("mean", BatchStatistics.Mean), .. Norm.Affine ? [new KernelArgument("weight", new Operand.OfParameter(Norm.Statistics!.Weight)), new KernelArgument("bias", new Operand.OfParameter(Norm.Statistics.Bias))] : Array.Empty<KernelArgument>()],
            [
                Of("factor", BatchStatistics.Factor), Of("summand", BatchStatistics.Summand), Of("inverseDeviation", BatchStatistics.InverseDeviation),
                new("runningMean", new Operand.OfGradient(Norm.Statistics!.RunningMean)), new("runningVariance", new Operand.OfGradient(Norm.Statistics.RunningVariance)),
            ]);
    }
}

/// <summary>Σ dy and Σ dy · x̂ per channel: the gradients of bias and weight, and what the input's gradient needs.</summary>
internal sealed record BatchNormWeightGradientOperation(BatchNormOperation Norm) : Operation
{
    public override string Kind => "BatchNormWeightGradient";

    public override bool ReadsPlainVector => Norm.IsFlat;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        int channels = node.Inputs[0].Shape.Channels;
        KernelArgument Of(string name, int number) => Norm.Statistics!.Argument(name, lowering, channels, number);
        KernelArgument[] weights = Norm.Affine ? [new("weightGradient", new Operand.OfGradient(node.Parameters[0])), new("biasGradient", new Operand.OfGradient(node.Parameters[1]))] : [];
        return new BatchNormSumsKernel(
            lowering.NameOf(node, "WeightGradient"), node, [.. node.Inputs.Select(lowering.ImageStride)],
            [Of("factor", BatchStatistics.Factor), Of("mean", BatchStatistics.Mean), Of("inverseDeviation", BatchStatistics.InverseDeviation)],
            [Of("ofGradient", BatchStatistics.OfGradient), Of("ofInput", BatchStatistics.OfInput), Of("constant", BatchStatistics.Constant), .. weights]);
    }
}

/// <summary>The gradient with respect to the input: per channel a combination of the output's gradient, the input and a constant.</summary>
internal sealed record BatchNormInputGradientOperation(BatchNormOperation Norm) : Operation
{
    public override string Kind => "BatchNormInputGradient";

    public override bool ReadsPlainVector => Norm.IsFlat;

    public override bool WritesCallersMemory => false;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        int channels = node.Output.Shape.Channels;
        return new BatchNormInputGradientKernel(lowering.NameOf(node, "InputGradient"), node, channels, Norm.Statistics!.Place(lowering, channels) + (BatchStatistics.OfGradient * AffineKernel.Padded(channels)));
    }
}
