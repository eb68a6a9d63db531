using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Softmax;

internal sealed partial record SoftmaxOperation
{
    public override bool ReadsPlainVector => OfVector;

    public override Kernel Lower(Lowering lowering, Node node) => new SoftmaxKernel(lowering.NameOf(node), node, isLogarithm: false);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new SoftmaxGradientOperation(OfVector), node.Inputs[0], node.Output, outputGradient);
    }
}

/// <summary>The gradient of softmax in the middle of a network.</summary>
internal sealed record SoftmaxGradientOperation(bool OfVector) : Operation
{
    public override string Kind => "SoftmaxGradient";

    public override bool ReadsPlainVector => OfVector;

    public override Kernel Lower(Lowering lowering, Node node) => new SoftmaxGradientKernel(lowering.NameOf(node, "InputGradient"), node);
}

/// <summary>Softmax or its logarithm at each position. The largest value is subtracted first, so nothing overflows.</summary>
internal sealed class SoftmaxKernel(string name, Node node, bool isLogarithm)
    : PositionKernel(name, node, $"{node.Name}: {node.Operation.Kind}", isLogarithm ? 0 : 1, new PixelArgument("input", "x", node.Inputs[0]), new("output", "y", node.Output))
{
    protected override void WritePosition(CodeWriter w, InstructionSet isa)
    {
        string lowest = isa.Constant(float.NegativeInfinity);
        w.Line($"{isa.Vector} largest = {lowest};");
        Sweep(w, isa, register => w.Line($"largest = {isa.MaxOrNaN("largest", register.Load("x", lowest))};"));
        w.Line($"largest = {isa.Splat(isa.MaxOfLanes(w, "largest"))};");
        w.Line($"{isa.Vector} sum = {isa.Zero};");
        Sweep(w, isa, register =>
        {
            w.Line($"{isa.Vector} shifted = {isa.Subtract(register.Load("x"), "largest")};");
            string exponential = Exponential.Write(w, isa, "shifted");
            if (!isLogarithm)
                register.Store(w, "scratch", exponential);
            w.Line($"sum = {isa.Add("sum", register.Only(exponential, isa.Zero))};");
        });
        w.Line($"sum = {isa.Splat(isa.SumOfLanes("sum"))};");
        if (isLogarithm)
        {
            w.Line($"{isa.Vector} logarithm = {NaturalLogarithm.Write(w, isa, "sum")};");
            Sweep(w, isa, register => register.Store(w, "y", isa.Subtract(isa.Subtract(register.Load("x"), "largest"), "logarithm")));
        }
        else
        {
            w.Line($"{isa.Vector} scale = {isa.Divide(isa.Constant(1f), "sum")};");
            Sweep(w, isa, register => register.Store(w, "y", isa.Multiply(register.Load("scratch"), "scale")));
        }
    }
}

/// <summary>y · (dy − Σ y · dy) at each position.</summary>
internal sealed class SoftmaxGradientKernel(string name, Node node)
    : PositionKernel(
        name, node, $"{node.Name}: gradient of Softmax", arrays: 0,
        new PixelArgument("output", "y", node.Inputs[0]), new("outputGradient", "dy", node.Inputs[1]), new("inputGradient", "dx", node.Output))
{
    protected override void WritePosition(CodeWriter w, InstructionSet isa)
    {
        w.Line($"{isa.Vector} sum = {isa.Zero};");
        Sweep(w, isa, register => w.Line($"sum = {isa.Add("sum", register.Only(isa.Multiply(register.Load("y"), register.Load("dy")), isa.Zero))};"));
        w.Line($"sum = {isa.Splat(isa.SumOfLanes("sum"))};");
        Sweep(w, isa, register => register.Store(w, "dx", isa.Multiply(register.Load("y"), isa.Subtract(register.Load("dy"), "sum"))));
    }
}
