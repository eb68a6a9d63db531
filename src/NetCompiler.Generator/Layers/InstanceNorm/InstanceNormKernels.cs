using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.InstanceNorm;

internal sealed partial record InstanceNormOperation
{
    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node);
        return new InstanceNormKernel(name, node, this, [.. node.Parameters.Select(parameter => lowering.PackVector(name, parameter, node.Output.Shape.Channels))]);
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        if (!Affine && !gradients.Needs(input))
            return;
        Value statistics = gradients.AddIntermediate(node, new InstanceNormStatisticsOperation(this), "statistics", ChannelStatistics.Shape(input.Shape.Channels), input, outputGradient);
        if (Affine)
            gradients.AddWeightGradient(node, new InstanceNormWeightGradientOperation(input.Shape.Channels), statistics);
        if (gradients.Needs(input))
            gradients.Add(node, new InstanceNormInputGradientOperation(Affine ? node.Parameters[0] : null), input, input, outputGradient, statistics);
    }
}

/// <summary>What the gradients of an instance normalisation need of each image, in arrays with a float per channel, one after the other.</summary>
internal static class ChannelStatistics
{
    /// <summary>About the mean: subtracted first.</summary>
    public const int Center = 0;

    /// <summary>1 / √(variance + ε).</summary>
    public const int Inverse = 1;

    /// <summary>Added last: what the center is off the mean, scaled.</summary>
    public const int Shift = 2;

    /// <summary>Σ dy.</summary>
    public const int Gradients = 3;

    /// <summary>Σ dy · the normalised value.</summary>
    public const int Products = 4;

    /// <summary>All of them as one vector.</summary>
    public static Shape Shape(int channels) => Graph.Shape.Flat(5 * Padded(channels));

    /// <summary>From the first array to another.</summary>
    public static int Offset(int array, int channels) => array * Padded(channels);

    private static int Padded(int channels) => (channels + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;
}

/// <summary>The statistics of each image, from the input and the gradient of the output.</summary>
internal sealed record InstanceNormStatisticsOperation(InstanceNormOperation Norm) : Operation
{
    public override string Kind => "InstanceNormStatistics";

    public override Kernel Lower(Lowering lowering, Node node) => new InstanceNormStatisticsKernel(lowering.NameOf(node, "Statistics"), node, Norm);
}

/// <summary>The gradients of weight and bias: what every image's statistics hold, summed over the batch.</summary>
internal sealed record InstanceNormWeightGradientOperation(int Channels) : Operation
{
    public override string Kind => "InstanceNormWeightGradient";

    public override Kernel Lower(Lowering lowering, Node node)
    {
        Value statistics = node.Inputs[0];
        (string Name, Value Value, int ImageStride) Array(string name, int array)
        {
            Placement placement = statistics.Placement!;
            var value = new Value(statistics.Name, Shape.Flat(Channels)) { Layout = Layout.Blocked(Shape.Flat(Channels), Border.None), Placement = placement with { Offset = placement.Offset + ChannelStatistics.Offset(array, Channels) } };
            return (name, value, lowering.ImageStride(value));
        }

        return new ChannelSumsKernel(
            lowering.NameOf(node, "WeightGradient"), node, $"{node.Name}: gradients of the weights",
            [Array("products", ChannelStatistics.Products), Array("gradients", ChannelStatistics.Gradients)], [],
            [new("weight", _ => "products"), new("bias", _ => "gradients")],
            [new("weightGradient", new Operand.OfGradient(node.Parameters[0])), new("biasGradient", new Operand.OfGradient(node.Parameters[1]))]);
    }
}

/// <summary>The gradient with respect to the input of an instance normalisation.</summary>
internal sealed record InstanceNormInputGradientOperation(Parameter? Weight) : Operation
{
    public override string Kind => "InstanceNormInputGradient";

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node, "InputGradient");
        return new InstanceNormInputGradientKernel(name, node, Weight is null ? null : lowering.PackVector(name, Weight, node.Output.Shape.Channels));
    }
}

/// <summary>The moments of a block's channels, over the pixels of one image.</summary>
internal abstract class ChannelMomentsKernel(string name, Node node, string title, IReadOnlyList<PixelArgument> values, params IReadOnlyList<KernelArgument> others)
    : BlockKernel(name, node, title, values, others)
{
    /// <summary>
    /// Writes, per part of the block, <c>center</c>, <c>inverse</c> and <c>shift</c>, so that (x − center) · inverse + shift is the normalised x.
    /// Two passes: the sum gives a center near the mean, and differences from it give variance and mean without cancellation (Chan, Golub and
    /// LeVeque 1983, "Algorithms for computing the sample variance"), however far the mean is from 0.
    /// </summary>
    protected void WriteMoments(CodeWriter w, InstructionSet isa, ChannelBlock block, float epsilon)
    {
        int parts = block.Parts(isa);
        Sums(["x"], "total").Write(w, isa, parts, (_, load, sum) => w.Line($"{sum("total")} = {isa.Add(sum("total"), load("x"))};"));
        for (int part = 0; part < parts; part++)
            w.Line($"{isa.Vector} center_{part} = {isa.Multiply($"total_{part}", isa.Splat(PerPixel))};");
        Sums(["x"], "rest", "squares").Write(w, isa, parts, (part, load, sum) =>
        {
            w.Line($"{isa.Vector} difference = {isa.Subtract(load("x"), $"center_{part}")};");
            w.Line($"{sum("rest")} = {isa.Add(sum("rest"), "difference")};");
            w.Line($"{sum("squares")} = {isa.MultiplyAdd("difference", "difference", sum("squares"))};");
        });
        for (int part = 0; part < parts; part++)
        {
            w.Line($"rest_{part} = {isa.Multiply($"rest_{part}", isa.Splat(PerPixel))};");
            string variance = isa.Subtract(isa.Multiply($"squares_{part}", isa.Splat(PerPixel)), isa.Multiply($"rest_{part}", $"rest_{part}"));
            w.Line($"{isa.Vector} variance_{part} = {isa.Max(isa.Zero, variance)};");
            w.Line($"{isa.Vector} inverse_{part} = {isa.Divide(isa.Constant(1f), isa.Sqrt(isa.Add($"variance_{part}", isa.Constant(epsilon))))};");
            w.Line($"{isa.Vector} shift_{part} = {isa.Subtract(isa.Zero, isa.Multiply($"rest_{part}", $"inverse_{part}"))};");
        }
    }
}

/// <summary>(x − mean) / √(variance + ε) · weight + bias.</summary>
internal sealed class InstanceNormKernel(string name, Node node, InstanceNormOperation norm, IReadOnlyList<Operand> weights)
    : ChannelMomentsKernel(
        name, node, $"{node.Name}: InstanceNorm, {norm.Describe()}", [new PixelArgument("input", "x", node.Inputs[0]), new("output", "y", node.Output)],
        [.. weights.Select((operand, i) => new KernelArgument(i == 0 ? "weight" : "bias", operand))])
{
    protected override RowDivision Divisible => RowDivision.OfBlocks(First.Blocks);

    public override void Emit(KernelWriter writer) => writer.Entry(w => EachBlock(w, block =>
    {
        InstructionSet isa = writer.Isa;
        WriteMoments(w, isa, block, norm.Epsilon);
        for (int part = 0; norm.Affine && part < block.Parts(isa); part++)
        {
            w.Line($"{isa.Vector} weight_{part} = {isa.Load(block.Place(isa, "weight", part))};");
            w.Line($"inverse_{part} = {isa.Multiply($"inverse_{part}", $"weight_{part}")};");
            w.Line($"shift_{part} = {isa.MultiplyAdd($"shift_{part}", $"weight_{part}", isa.Load(block.Place(isa, "bias", part)))};");
        }

        EachPixel(w, isa, block, (part, register) =>
            register.Store(w, "y", isa.MultiplyAdd(isa.Subtract(register.Load("x"), $"center_{part}"), $"inverse_{part}", $"shift_{part}")));
    }));
}

/// <summary>The moments again, and the sums of the output's gradient.</summary>
internal sealed class InstanceNormStatisticsKernel(string name, Node node, InstanceNormOperation norm)
    : ChannelMomentsKernel(
        name, node, $"{node.Name}: statistics for the gradients of InstanceNorm", [new PixelArgument("input", "x", node.Inputs[0]), new("outputGradient", "dy", node.Inputs[1])],
        new KernelArgument("statistics", new Operand.OfValue(node.Output)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w => EachBlock(w, block =>
    {
        InstructionSet isa = writer.Isa;
        WriteMoments(w, isa, block, norm.Epsilon);
        Sums(["x", "dy"], "gradients", "products").Write(w, isa, block.Parts(isa), (part, load, sum) =>
        {
            w.Line($"{isa.Vector} normal = {isa.MultiplyAdd(isa.Subtract(load("x"), $"center_{part}"), $"inverse_{part}", $"shift_{part}")};");
            w.Line($"{isa.Vector} gradient = {load("dy")};");
            w.Line($"{sum("gradients")} = {isa.Add(sum("gradients"), "gradient")};");
            w.Line($"{sum("products")} = {isa.MultiplyAdd("gradient", "normal", sum("products"))};");
        });
        string[] arrays = ["center", "inverse", "shift", "gradients", "products"];
        for (int array = 0; array < arrays.Length; array++)
        {
            for (int part = 0; part < block.Parts(isa); part++)
                w.Line(isa.Store(TileWriter.At(block.Place(isa, "statistics", part), ChannelStatistics.Offset(array, First.Shape.Channels)), $"{arrays[array]}_{part}"));
        }
    }));
}

/// <summary>weight / √(variance + ε) · (dy − mean of dy − normalised x · mean of (dy · normalised x)).</summary>
internal sealed class InstanceNormInputGradientKernel(string name, Node node, Operand? weight)
    : BlockKernel(
        name, node, $"{node.Name}: gradient with respect to the input",
        [new PixelArgument("input", "x", node.Inputs[0]), new("outputGradient", "dy", node.Inputs[1]), new("inputGradient", "dx", node.Output)],
        [new KernelArgument("statistics", new Operand.OfValue(node.Inputs[2])), .. weight is null ? Array.Empty<KernelArgument>() : [new("weight", weight)]])
{
    public override void Emit(KernelWriter writer) => writer.Entry(w => EachBlock(w, block =>
    {
        InstructionSet isa = writer.Isa;
        for (int part = 0; part < block.Parts(isa); part++)
        {
            string Statistic(int array) => isa.Load(TileWriter.At(block.Place(isa, "statistics", part), ChannelStatistics.Offset(array, First.Shape.Channels)));
            w.Line($"{isa.Vector} center_{part} = {Statistic(ChannelStatistics.Center)};");
            w.Line($"{isa.Vector} inverse_{part} = {Statistic(ChannelStatistics.Inverse)};");
            w.Line($"{isa.Vector} shift_{part} = {Statistic(ChannelStatistics.Shift)};");
            w.Line($"{isa.Vector} gradient_{part} = {isa.Multiply(Statistic(ChannelStatistics.Gradients), isa.Splat(PerPixel))};");
            w.Line($"{isa.Vector} product_{part} = {isa.Multiply(Statistic(ChannelStatistics.Products), isa.Splat(PerPixel))};");
            w.Line($"{isa.Vector} scale_{part} = {(weight is null ? $"inverse_{part}" : isa.Multiply($"inverse_{part}", isa.Load(block.Place(isa, "weight", part))))};");
        }

        EachPixel(w, isa, block, (part, register) =>
        {
            w.Line($"{isa.Vector} normal = {isa.MultiplyAdd(isa.Subtract(register.Load("x"), $"center_{part}"), $"inverse_{part}", $"shift_{part}")};");
            w.Line($"{isa.Vector} centered = {isa.Subtract(register.Load("dy"), $"gradient_{part}")};");
            register.Store(w, "dx", isa.Multiply(isa.Subtract("centered", isa.Multiply("normal", $"product_{part}")), $"scale_{part}"));
        });
    }));
}
