using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.L2Normalize;

internal sealed partial record L2NormalizeOperation
{
    public override bool ReadsPlainVector => OfVector;

    public override Kernel Lower(Lowering lowering, Node node) => new L2NormalizeKernel(lowering.NameOf(node), node, Epsilon);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new L2NormalizeGradientOperation(this), node.Inputs[0], node.Inputs[0], outputGradient);
    }

    /// <summary>Writes the norm of the values at a position, from the sum of their squares, and what is divided by.</summary>
    public static void WriteNorm(CodeWriter w, InstructionSet isa, float epsilon)
    {
        w.Line($"{isa.Vector} norm = {isa.Sqrt(isa.Splat(isa.SumOfLanes("squares")))};");

        // The norm is the second operand: a maximum returns that one for NaN, which must stay visible.
        w.Line($"{isa.Vector} inverse = {isa.Divide(isa.Constant(1f), isa.Max(isa.Constant(epsilon), "norm"))};");
    }
}

/// <summary>The gradient of <see cref="L2NormalizeOperation"/>.</summary>
internal sealed record L2NormalizeGradientOperation(L2NormalizeOperation Normalize) : Operation
{
    public override string Kind => "L2NormalizeGradient";

    public override bool ReadsPlainVector => Normalize.OfVector;

    public override Kernel Lower(Lowering lowering, Node node) => new L2NormalizeGradientKernel(lowering.NameOf(node, "InputGradient"), node, Normalize.Epsilon);
}

/// <summary>x / max(‖x‖, ε) at each position.</summary>
internal sealed class L2NormalizeKernel(string name, Node node, float epsilon)
    : PositionKernel(name, node, $"{node.Name}: L2Normalize {node.Operation.Describe()}", arrays: 0, new PixelArgument("input", "x", node.Inputs[0]), new("output", "y", node.Output))
{
    protected override void WritePosition(CodeWriter w, InstructionSet isa)
    {
        w.Line($"{isa.Vector} squares = {isa.Zero};");
        Sweep(w, isa, register =>
        {
            w.Line($"{isa.Vector} value = {register.Load("x", isa.Zero)};");
            w.Line($"squares = {isa.MultiplyAdd("value", "value", "squares")};");
        });
        L2NormalizeOperation.WriteNorm(w, isa, epsilon);
        Sweep(w, isa, register => register.Store(w, "y", isa.Multiply(register.Load("x"), "inverse")));
    }
}

/// <summary>(dy − y · Σ y · dy) / ‖x‖ at each position, dy / ε where the norm is not above ε.</summary>
internal sealed class L2NormalizeGradientKernel(string name, Node node, float epsilon)
    : PositionKernel(
        name, node, $"{node.Name}: gradient of L2Normalize", arrays: 0,
        new PixelArgument("input", "x", node.Inputs[0]), new("outputGradient", "dy", node.Inputs[1]), new("inputGradient", "dx", node.Output))
{
    protected override void WritePosition(CodeWriter w, InstructionSet isa)
    {
        w.Line($"{isa.Vector} squares = {isa.Zero};");
        w.Line($"{isa.Vector} products = {isa.Zero};");
        Sweep(w, isa, register =>
        {
            w.Line($"{isa.Vector} value = {register.Load("x", isa.Zero)};");
            w.Line($"squares = {isa.MultiplyAdd("value", "value", "squares")};");
            w.Line($"products = {isa.MultiplyAdd("value", register.Load("dy", isa.Zero), "products")};");
        });
        L2NormalizeOperation.WriteNorm(w, isa, epsilon);
        string projection = isa.Multiply(isa.Splat(isa.SumOfLanes("products")), "inverse");
        w.Line($"{isa.Vector} projection = {isa.SelectGreater("norm", isa.Constant(epsilon), projection, isa.Zero)};");
        Sweep(w, isa, register =>
        {
            w.Line($"{isa.Vector} value = {isa.Multiply(register.Load("x"), "inverse")};");
            register.Store(w, "dx", isa.Multiply(isa.Subtract(register.Load("dy"), isa.Multiply("value", "projection")), "inverse"));
        });
    }
}
