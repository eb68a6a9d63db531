using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Softmax;

namespace NetCompiler.Generator.Layers.LogSoftmax;

internal sealed partial record LogSoftmaxOperation
{
    public override bool ReadsPlainVector => OfVector;

    public override Kernel Lower(Lowering lowering, Node node) => new SoftmaxKernel(lowering.NameOf(node), node, isLogarithm: true);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new LogSoftmaxGradientOperation(OfVector), node.Inputs[0], node.Output, outputGradient);
    }
}

/// <summary>The gradient of log-softmax.</summary>
internal sealed record LogSoftmaxGradientOperation(bool OfVector) : Operation
{
    public override string Kind => "LogSoftmaxGradient";

    public override bool ReadsPlainVector => OfVector;

    public override Kernel Lower(Lowering lowering, Node node) => new LogSoftmaxGradientKernel(lowering.NameOf(node, "InputGradient"), node);
}

/// <summary>dy − eʸ · Σ dy at each position.</summary>
internal sealed class LogSoftmaxGradientKernel(string name, Node node)
    : PositionKernel(
        name, node, $"{node.Name}: gradient of LogSoftmax", arrays: 0,
        new PixelArgument("output", "y", node.Inputs[0]), new("outputGradient", "dy", node.Inputs[1]), new("inputGradient", "dx", node.Output))
{
    protected override void WritePosition(CodeWriter w, InstructionSet isa)
    {
        w.Line($"{isa.Vector} sum = {isa.Zero};");
        Sweep(w, isa, register => w.Line($"sum = {isa.Add("sum", register.Load("dy", isa.Zero))};"));
        w.Line($"sum = {isa.Splat(isa.SumOfLanes("sum"))};");
        Sweep(w, isa, register =>
        {
            w.Line($"{isa.Vector} logarithm = {register.Load("y")};");
            string probability = Exponential.Write(w, isa, "logarithm");
            register.Store(w, "dx", isa.Subtract(register.Load("dy"), isa.Multiply(probability, "sum")));
        });
    }
}
