using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.Scale;

internal sealed partial record ScaleOperation
{
    public override bool ReadsPlainVector => OfVector;

    public override bool CanOverwrite(Node node, int input) => true;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node);
        int channels = node.Output.Shape.Channels;
        return new ScaleKernel(
            name, node, $"{node.Name}: Scale {Describe()}", ("input", node.Inputs[0]), ("output", node.Output),
            lowering.PackVector(name, node.Parameters[0], channels), Bias ? lowering.PackVector(name, node.Parameters[1], channels) : null);
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        gradients.AddWeightGradient(node, new ScaleWeightGradientOperation(), input, outputGradient);
        if (gradients.Needs(input))
            gradients.Add(node, new ScaleInputGradientOperation(this, node.Parameters[0]), input, outputGradient);
    }
}

/// <summary>The gradients of a scale's weights: Σ x · dy and Σ dy.</summary>
internal sealed record ScaleWeightGradientOperation : Operation
{
    public override string Kind => "ScaleWeightGradient";

    public override Kernel Lower(Lowering lowering, Node node)
    {
        (Value input, Value outputGradient) = (node.Inputs[0], node.Inputs[1]);
        ChannelSum[] sums = [new("weight", isa => isa.Multiply("x", "dy")), new("bias", _ => "dy")];
        return new ChannelSumsKernel(
            lowering.NameOf(node, "WeightGradient"), node, $"{node.Name}: gradients of the weights",
            [("x", input, lowering.ImageStride(input)), ("dy", outputGradient, lowering.ImageStride(outputGradient))], [],
            [.. sums.Take(node.Parameters.Count)],
            [.. node.Parameters.Select((parameter, i) => new KernelArgument($"{sums[i].Name}Gradient", new Operand.OfGradient(parameter)))]);
    }
}

/// <summary>The gradient with respect to a scale's input: dy · weight.</summary>
internal sealed record ScaleInputGradientOperation(ScaleOperation Scale, Parameter Weight) : Operation
{
    public override string Kind => "ScaleInputGradient";

    public override bool ReadsPlainVector => Scale.OfVector;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node, "InputGradient");
        return new ScaleKernel(
            name, node, $"{node.Name}: gradient with respect to the input", ("outputGradient", node.Inputs[0]), ("inputGradient", node.Output),
            lowering.PackVector(name, Weight, node.Output.Shape.Channels), null);
    }
}

/// <summary>x · weight + bias per channel.</summary>
internal sealed class ScaleKernel(string name, Node node, string title, (string Name, Value Value) source, (string Name, Value Value) destination, Operand weight, Operand? bias)
    : BlockKernel(
        name, node, title, [new PixelArgument(source.Name, "x", source.Value), new(destination.Name, "y", destination.Value)],
        bias is null ? [new KernelArgument("weight", weight)] : [new KernelArgument("weight", weight), new("bias", bias)])
{
    protected override RowDivision Divisible => RowDivision.OfBlocks(First.Blocks);

    public override void Emit(KernelWriter writer) => writer.Entry(w => EachBlock(w, block =>
    {
        InstructionSet isa = writer.Isa;
        for (int part = 0; part < block.Parts(isa); part++)
        {
            w.Line($"{isa.Vector} weight_{part} = {isa.Load(block.Place(isa, "weight", part))};");
            if (bias is not null)
                w.Line($"{isa.Vector} bias_{part} = {isa.Load(block.Place(isa, "bias", part))};");
        }

        EachPixel(w, isa, block, (part, register) => register.Store(
            w, "y", bias is null ? isa.Multiply(register.Load("x"), $"weight_{part}") : isa.MultiplyAdd(register.Load("x"), $"weight_{part}", $"bias_{part}")));
    }));
}
