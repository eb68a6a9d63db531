using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Softmax;

internal sealed partial record SoftmaxOperation
{
    public override bool ReadsPlainVector => true;

    public override Kernel Lower(Lowering lowering, Node node) => new SoftmaxKernel(lowering.NameOf(node), node);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new SoftmaxGradientOperation(), node.Inputs[0], node.Output, outputGradient);
    }
}

/// <summary>The gradient of softmax in the middle of a network: y · (dy − Σ y · dy).</summary>
internal sealed record SoftmaxGradientOperation : Operation
{
    public override string Kind => "SoftmaxGradient";

    public override bool ReadsPlainVector => true;

    public override Kernel Lower(Lowering lowering, Node node) => new SoftmaxGradientKernel(lowering.NameOf(node, "InputGradient"), node);
}

/// <summary>Softmax over a vector. The largest value is subtracted first, so nothing overflows.</summary>
internal sealed class SoftmaxKernel(string name, Node node)
    : RowKernel(name, node, $"{node.Name}: Softmax", new("input", new Operand.OfValue(node.Inputs[0])), new("output", new Operand.OfValue(node.Output)), new("scratch", new Operand.OfScratch()))
{
    private int Features => Node.Output.Shape.Channels;

    private int Padded => (Features + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;

    public override int ScratchLength(InstructionSet isa) => Padded;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        w.Line("float largest = input[0];");
        w.Line($"for (int i = 1; i < {Features}; i++)");
        w.Line("    largest = Math.Max(largest, input[i]);");
        w.Line($"for (int i = 0; i < {Features}; i++)");
        w.Line("    scratch[i] = input[i] - largest;");
        if (Padded > Features)
        {
            w.Line($"for (int i = {Features}; i < {Padded}; i++)");
            w.Line("    scratch[i] = 0f;");
        }

        w.Line($"{writer.Function(Exp)}(scratch, scratch, {Padded});");
        w.Line("float sum = 0f;");
        w.Line($"for (int i = 0; i < {Features}; i++)");
        w.Line("    sum += scratch[i];");
        w.Line("float scale = 1f / sum;");
        w.Line($"for (int i = 0; i < {Features}; i++)");
        w.Line("    output[i] = scratch[i] * scale;");
    });

    private static SharedFunction Exp => new(
        "Exp", "float* source, float* destination, int count", "exp(x) as 2ⁿ times a polynomial, relative error about 1e-7.", (w, isa) =>
        {
            using (w.Block($"for (int i = 0; i < count; i += {isa.Lanes})"))
            {
                w.Line($"{isa.Vector} x = {isa.Load("source + i")};");
                w.Line(isa.Store("destination + i", Exponential.Write(w, isa, "x")));
            }
        });
}

/// <summary>y · (dy − Σ y · dy).</summary>
internal sealed class SoftmaxGradientKernel(string name, Node node)
    : RowKernel(name, node, $"{node.Name}: gradient of Softmax", new("output", new Operand.OfValue(node.Inputs[0])), new("outputGradient", new Operand.OfValue(node.Inputs[1])), new("inputGradient", new Operand.OfValue(node.Output)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        int features = Node.Output.Shape.Channels;
        w.Line("float dot = 0f;");
        w.Line($"for (int i = 0; i < {features}; i++)");
        w.Line("    dot += output[i] * outputGradient[i];");
        w.Line($"for (int i = 0; i < {features}; i++)");
        w.Line("    inputGradient[i] = output[i] * (outputGradient[i] - dot);");
    });
}
