using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.BatchNorm;

/// <summary>The mean of each channel over the batch.</summary>
internal sealed class BatchMeanKernel(string name, Node node, int imageStride, IReadOnlyList<KernelArgument> results)
    : ChannelSumsKernel(
        name, node, $"{node.Name}: the batch's means", [("x", node.Inputs[0], imageStride)], [], [new ChannelSum("sum", _ => "x")], results)
{
    protected override void WriteResults(CodeWriter w, InstructionSet isa, string channel)
    {
        w.Line($"sum = {isa.Multiply("sum", isa.Splat($"1f / (batch * {Pixels})"))};");
        WriteStore(w, isa, "mean", channel, "sum");
    }
}

/// <summary>The variance of each channel over the batch from its mean, which is known: no cancellation.</summary>
internal sealed class BatchVarianceKernel(string name, Node node, int imageStride, float epsilon, IReadOnlyList<KernelArgument> constants, IReadOnlyList<KernelArgument> results)
    : ChannelSumsKernel(
        name, node, $"{node.Name}: the batch's variances, and the factor and summand per channel", [("x", node.Inputs[0], imageStride)], constants,
        [new ChannelSum("sum", isa => isa.Multiply(isa.Subtract("x", "mean"), isa.Subtract("x", "mean")))], results)
{
    private readonly bool _affine = constants.Count > 1;

    protected override void WriteResults(CodeWriter w, InstructionSet isa, string channel)
    {
        w.Comment("The running average takes the unbiased estimate, as PyTorch's does.");
        w.Line($"{isa.Vector} unbiased = {isa.Multiply("sum", isa.Splat($"1f / Math.Max(1, batch * {Pixels} - 1)"))};");
        w.Line($"{isa.Vector} variance = {isa.Multiply("sum", isa.Splat($"1f / (batch * {Pixels})"))};");
        w.Line($"{isa.Vector} inverse = {isa.Divide(isa.Constant(1f), isa.Sqrt(isa.Add("variance", isa.Constant(epsilon))))};");
        w.Line($"{isa.Vector} scale = {(_affine ? isa.Multiply("inverse", "weight") : "inverse")};");
        w.Line($"{isa.Vector} shift = {isa.Subtract(_affine ? "bias" : isa.Zero, isa.Multiply("mean", "scale"))};");
        foreach ((string pointer, string value) in new[] { ("factor", "scale"), ("summand", "shift"), ("inverseDeviation", "inverse"), ("runningMean", "mean"), ("runningVariance", "unbiased") })
            WriteStore(w, isa, pointer, channel, value);
    }
}

/// <summary>Sums over the batch from which the gradients of weights and input follow.</summary>
internal sealed class BatchNormSumsKernel(string name, Node node, int[] imageStrides, IReadOnlyList<KernelArgument> constants, IReadOnlyList<KernelArgument> results)
    : ChannelSumsKernel(
        name, node, $"{node.Name}: gradients of the weights, and the sums that the input's gradient needs",
        [("x", node.Inputs[0], imageStrides[0]), ("dy", node.Inputs[1], imageStrides[1])], constants,
        [new ChannelSum("sum", _ => "dy"), new ChannelSum("product", isa => isa.Multiply("dy", isa.Multiply(isa.Subtract("x", "mean"), "inverseDeviation")))], results)
{
    private readonly bool _affine = results.Count > 3;

    /// <summary>dx = factor · (dy − Σdy / n − x̂ · Σ(dy · x̂) / n), written as a · dy + b · x + c.</summary>
    protected override void WriteResults(CodeWriter w, InstructionSet isa, string channel)
    {
        w.Line($"{isa.Vector} share = {isa.Multiply("factor", isa.Splat($"1f / (batch * {Pixels})"))};");
        w.Line($"{isa.Vector} b = {isa.Subtract(isa.Zero, isa.Multiply("share", isa.Multiply("product", "inverseDeviation")))};");
        w.Line($"{isa.Vector} c = {isa.Subtract(isa.Zero, isa.MultiplyAdd("share", "sum", isa.Multiply("b", "mean")))};");
        WriteStore(w, isa, "ofGradient", channel, "factor");
        WriteStore(w, isa, "ofInput", channel, "b");
        WriteStore(w, isa, "constant", channel, "c");
        if (_affine)
        {
            WriteStore(w, isa, "weightGradient", channel, "product");
            WriteStore(w, isa, "biasGradient", channel, "sum");
        }
    }
}

/// <summary>a · dy + b · x + c with numbers per channel.</summary>
internal sealed class BatchNormInputGradientKernel(string name, Node node, int channels, int numbers)
    : RowKernel(
        name, node, $"{node.Name}: gradient with respect to the input",
        new("input", new Operand.OfValue(node.Inputs[0])), new("outputGradient", new Operand.OfValue(node.Inputs[1])), new("numbers", new Operand.OfPacked(numbers)), new("inputGradient", new Operand.OfValue(node.Output)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        int padded = AffineKernel.Padded(channels);
        (Layout x, Layout dy, Layout dx) = (Node.Inputs[0].Layout!, Node.Inputs[1].Layout!, Node.Output.Layout!);
        using (w.Loop("block", dx.Blocks))
        using (isa.VectorsPerBlock == 1 ? w.Loop("", 1) : w.Block($"for (int lane = 0; lane < {Layout.BlockSize}; lane += {isa.Lanes})"))
        {
            string lane = isa.VectorsPerBlock == 1 ? "" : " + lane";
            string numbers = Place("numbers", 0, ("block", dx.Blocks, Layout.BlockSize)) + lane;
            w.Line($"{isa.Vector} a = {isa.Load(numbers)};");
            w.Line($"{isa.Vector} b = {isa.Load($"{numbers} + {padded}")};");
            w.Line($"{isa.Vector} c = {isa.Load($"{numbers} + {2 * padded}")};");
            using (w.Loop("row", dx.Shape.Height))
            {
                foreach ((string pointer, Layout layout) in new[] { ("input", x), ("outputGradient", dy), ("inputGradient", dx) })
                    w.Line($"float* {pointer}Row = {Place(pointer, layout.Origin, ("block", dx.Blocks, layout.BlockStride), ("row", dx.Shape.Height, layout.RowStride))}{lane};");
                using (w.Block($"for (int i = 0; i < {dx.Shape.Width * Layout.BlockSize}; i += {Layout.BlockSize})"))
                    w.Line(isa.Store("inputGradientRow + i", isa.MultiplyAdd("a", isa.Load("outputGradientRow + i"), isa.MultiplyAdd("b", isa.Load("inputRow + i"), "c"))));
            }
        }
    });
}
