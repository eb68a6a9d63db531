using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.LayerNorm;

internal sealed partial record LayerNormOperation
{
    public override bool ReadsPlainVector => OfVector;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node);
        return new LayerNormKernel(
            name, node, this, [.. node.Parameters.Select((parameter, i) => Weights(lowering, name, i == 0 ? "weight" : "bias", parameter, node.Output.Shape))]);
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        if (!Affine && !gradients.Needs(input))
            return;
        Parameter? weight = Affine ? node.Parameters[0] : null;
        Value statistics = gradients.AddIntermediate(node, new LayerNormStatisticsOperation(this, weight), "statistics", ItemStatistics.Shape, input, outputGradient);
        if (Affine)
            gradients.AddWeightGradient(node, new LayerNormWeightGradientOperation(), input, outputGradient, statistics);
        if (gradients.Needs(input))
            gradients.Add(node, new LayerNormInputGradientOperation(this, weight), input, input, outputGradient, statistics);
    }

    /// <summary>Weights in the item's shape, packed as the item lies.</summary>
    public static PixelArgument Weights(Lowering lowering, string kernel, string name, Parameter parameter, Shape item) =>
        new($"{name}Values", name, lowering.PackVector(kernel, parameter, item.Channels), Layout.Blocked(item, Border.None));
}

/// <summary>What the gradients of a layer normalisation need of each item: single numbers, each repeated over a register.</summary>
internal static class ItemStatistics
{
    /// <summary>
    /// The locals that hold them, in their order: (x − center) · inverse + shift is the normalised x; then the means of the gradient and of its
    /// product with the normalised x.
    /// </summary>
    public static readonly string[] Names = ["center", "inverse", "shift", "gradient", "product"];

    public static Shape Shape => Graph.Shape.Flat(Names.Length * Layout.BlockSize);

    /// <summary>Writes the locals for the item whose statistics lie at a pointer.</summary>
    public static void Load(CodeWriter w, InstructionSet isa, string pointer, int count)
    {
        for (int i = 0; i < count; i++)
            w.Line($"{isa.Vector} {Names[i]} = {isa.Load(TileWriter.At(pointer, i * Layout.BlockSize))};");
    }

    /// <summary>The normalised x.</summary>
    public static string Normal(InstructionSet isa, string x) => isa.MultiplyAdd(isa.Subtract(x, "center"), "inverse", "shift");
}

/// <summary>The statistics of each item, from the input and the gradient of the output.</summary>
internal sealed record LayerNormStatisticsOperation(LayerNormOperation Norm, Parameter? Weight) : Operation
{
    public override string Kind => "LayerNormStatistics";

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node, "Statistics");
        return new LayerNormStatisticsKernel(name, node, Norm, Weight is null ? [] : [LayerNormOperation.Weights(lowering, name, "weight", Weight, node.Inputs[0].Shape)]);
    }
}

/// <summary>The gradients of weight and bias.</summary>
internal sealed record LayerNormWeightGradientOperation : Operation
{
    public override string Kind => "LayerNormWeightGradient";

    public override Kernel Lower(Lowering lowering, Node node) => new LayerNormWeightGradientKernel(
        lowering.NameOf(node, "WeightGradient"), node, [.. node.Inputs.Select(lowering.ImageStride)]);
}

/// <summary>The gradient with respect to the input of a layer normalisation.</summary>
internal sealed record LayerNormInputGradientOperation(LayerNormOperation Norm, Parameter? Weight) : Operation
{
    public override string Kind => "LayerNormInputGradient";

    public override bool ReadsPlainVector => Norm.OfVector;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node, "InputGradient");
        return new LayerNormInputGradientKernel(name, node, Weight is null ? [] : [LayerNormOperation.Weights(lowering, name, "weight", Weight, node.Output.Shape)]);
    }
}

/// <summary>Sums over all values of an item, and its moments.</summary>
internal abstract class ItemMomentsKernel(string name, Node node, string title, IReadOnlyList<PixelArgument> images, params IReadOnlyList<KernelArgument> others)
    : BlockKernel(name, node, title, images, others)
{
    /// <summary>Writes sums over the whole item: block by block, and of the last block only the channels that there are.</summary>
    protected void WriteTotals(CodeWriter w, InstructionSet isa, string[] pixels, string[] totals, Action<Func<string, string>, Func<string, string>> pixel)
    {
        foreach (string total in totals)
            w.Line($"{isa.Vector} {total} = {isa.Zero};");
        EachBlock(
            w, block =>
            {
                Sums(pixels, [.. totals.Select(total => $"{total}Block")]).Write(w, isa, block.Parts(isa), (_, load, sum) => pixel(load, total => sum($"{total}Block")));
                for (int part = 0; part < block.Parts(isa); part++)
                {
                    foreach (string total in totals)
                        w.Line($"{total} = {isa.Add(total, isa.FirstLanes(Math.Min(isa.Lanes, block.Count - (part * isa.Lanes)), PixelSums.Of($"{total}Block", part), isa.Zero))};");
                }
            },
            separateLast: true, pixels);
        string perValue = InstructionSet.Literal(1f / First.Shape.Length);
        foreach (string total in totals)
            w.Line($"{total} = {isa.Splat($"{isa.SumOfLanes(total)} * {perValue}")};");
    }

    /// <summary>
    /// Writes <c>center</c>, <c>inverse</c> and <c>shift</c>, so that (x − center) · inverse + shift is the normalised x. Two passes: differences from
    /// a center near the mean give variance and mean without cancellation, however far the mean is from 0.
    /// </summary>
    protected void WriteMoments(CodeWriter w, InstructionSet isa, float epsilon)
    {
        WriteTotals(w, isa, ["x"], ["center"], (load, sum) => w.Line($"{sum("center")} = {isa.Add(sum("center"), load("x"))};"));
        WriteTotals(w, isa, ["x"], ["rest", "squares"], (load, sum) =>
        {
            w.Line($"{isa.Vector} difference = {isa.Subtract(load("x"), "center")};");
            w.Line($"{sum("rest")} = {isa.Add(sum("rest"), "difference")};");
            w.Line($"{sum("squares")} = {isa.MultiplyAdd("difference", "difference", sum("squares"))};");
        });
        w.Line($"{isa.Vector} variance = {isa.Max(isa.Zero, isa.Subtract("squares", isa.Multiply("rest", "rest")))};");
        w.Line($"{isa.Vector} inverse = {isa.Divide(isa.Constant(1f), isa.Sqrt(isa.Add("variance", isa.Constant(epsilon))))};");
        w.Line($"{isa.Vector} shift = {isa.Subtract(isa.Zero, isa.Multiply("rest", "inverse"))};");
    }
}

/// <summary>(x − mean) / √(variance + ε) · weight + bias.</summary>
internal sealed class LayerNormKernel(string name, Node node, LayerNormOperation norm, IReadOnlyList<PixelArgument> weights)
    : ItemMomentsKernel(
        name, node, $"{node.Name}: LayerNorm, {norm.Describe()}", [new PixelArgument("input", "x", node.Inputs[0]), new("output", "y", node.Output), .. weights])
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        WriteMoments(w, isa, norm.Epsilon);
        EachBlock(w, block => EachPixel(w, isa, block, (_, register) =>
        {
            string normal = ItemStatistics.Normal(isa, register.Load("x"));
            register.Store(w, "y", norm.Affine ? isa.MultiplyAdd(normal, register.Load("weight"), register.Load("bias")) : normal);
        }));
    });
}

/// <summary>The moments again, and the means of the output's gradient.</summary>
internal sealed class LayerNormStatisticsKernel(string name, Node node, LayerNormOperation norm, IReadOnlyList<PixelArgument> weight)
    : ItemMomentsKernel(
        name, node, $"{node.Name}: statistics for the gradients of LayerNorm",
        [new PixelArgument("input", "x", node.Inputs[0]), new("outputGradient", "dy", node.Inputs[1]), .. weight], new KernelArgument("statistics", new Operand.OfValue(node.Output)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        WriteMoments(w, isa, norm.Epsilon);
        WriteTotals(w, isa, ["x", "dy", .. weight.Select(argument => argument.Pixel)], ["gradient", "product"], (load, sum) =>
        {
            w.Line($"{isa.Vector} share = {(norm.Affine ? isa.Multiply(load("dy"), load("weight")) : load("dy"))};");
            w.Line($"{sum("gradient")} = {isa.Add(sum("gradient"), "share")};");
            w.Line($"{sum("product")} = {isa.MultiplyAdd("share", ItemStatistics.Normal(isa, load("x")), sum("product"))};");
        });
        for (int i = 0; i < ItemStatistics.Names.Length; i++)
            w.Line(isa.Store(TileWriter.At("statistics", i * Layout.BlockSize), ItemStatistics.Names[i]));
    });
}

/// <summary>(dy · weight − its mean − normalised x · the mean of their product) / √(variance + ε).</summary>
internal sealed class LayerNormInputGradientKernel(string name, Node node, IReadOnlyList<PixelArgument> weight)
    : BlockKernel(
        name, node, $"{node.Name}: gradient with respect to the input",
        [new PixelArgument("input", "x", node.Inputs[0]), new("outputGradient", "dy", node.Inputs[1]), new("inputGradient", "dx", node.Output), .. weight],
        new KernelArgument("statistics", new Operand.OfValue(node.Inputs[2])))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        ItemStatistics.Load(w, isa, "statistics", ItemStatistics.Names.Length);
        EachBlock(w, block => EachPixel(w, isa, block, (_, register) =>
        {
            string share = weight.Count > 0 ? isa.Multiply(register.Load("dy"), register.Load("weight")) : register.Load("dy");
            string projected = isa.Multiply(ItemStatistics.Normal(isa, register.Load("x")), "product");
            register.Store(w, "dx", isa.Multiply(isa.Subtract(isa.Subtract(share, "gradient"), projected), "inverse"));
        }));
    });
}

/// <summary>Σ dy · normalised x and Σ dy per value, summed over the batch. A piece of work is a block of 16 channels.</summary>
internal sealed class LayerNormWeightGradientKernel(string name, Node node, IReadOnlyList<int> strides) : Kernel(name, node, KernelScope.Pieces)
{
    private Layout Input => Node.Inputs[0].ChannelLayout;

    public override IReadOnlyList<KernelArgument> Arguments { get; } =
    [
        new("input", new Operand.OfValue(node.Inputs[0])), new("outputGradient", new Operand.OfValue(node.Inputs[1])), new("statistics", new Operand.OfValue(node.Inputs[2])),
        new("weightGradient", new Operand.OfGradient(node.Parameters[0])), new("biasGradient", new Operand.OfGradient(node.Parameters[1])),
    ];

    public override IEnumerable<string> Describe() => [$"{Node.Name}: gradients of the weights", $"input {Node.Inputs[0].Shape}, {Input}"];

    public override int Pieces(InstructionSet isa) => Input.Blocks;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        Shape shape = Input.Shape;
        int pixels = shape.Height * shape.Width;
        using (w.Block("for (int block = first; block < end; block++)"))
        using (w.Loop("row", shape.Height))
        using (w.Loop("column", shape.Width))
        using (w.Block($"for (int channel = block * {Layout.BlockSize}; channel < Math.Min({shape.Channels}, (block + 1) * {Layout.BlockSize}); channel += {isa.Lanes})"))
        {
            w.Line($"{isa.Vector} weight = {isa.Zero};");
            w.Line($"{isa.Vector} bias = {isa.Zero};");
            using (w.Block("for (int image = 0; image < batch; image++)"))
            {
                string Of(int input)
                {
                    Layout layout = Node.Inputs[input].ChannelLayout;
                    string pixel = RowKernel.Place(Arguments[input].Name, layout.Origin, ("row", shape.Height, layout.RowStride), ("column", shape.Width, layout.ColumnStride));
                    return isa.Load($"{pixel} + block * {layout.BlockStride} + channel % {Layout.BlockSize} + (nint)image * {strides[input]}");
                }

                w.Line($"float* item = statistics + (nint)image * {strides[2]};");
                ItemStatistics.Load(w, isa, "item", 3);
                w.Line($"{isa.Vector} gradient = {Of(1)};");
                w.Line($"weight = {isa.MultiplyAdd("gradient", ItemStatistics.Normal(isa, Of(0)), "weight")};");
                w.Line($"bias = {isa.Add("bias", "gradient")};");
            }

            using (w.Block($"for (int lane = 0; lane < Math.Min({isa.Lanes}, {shape.Channels} - channel); lane++)"))
            {
                string at = RowKernel.Place(pixels > 1 ? $"(channel + lane) * {pixels}" : "channel + lane", 0, ("row", shape.Height, shape.Width), ("column", shape.Width, 1));
                w.Line($"weightGradient[{at}] = weight.GetElement(lane);");
                w.Line($"biasGradient[{at}] = bias.GetElement(lane);");
            }
        }
    });
}
