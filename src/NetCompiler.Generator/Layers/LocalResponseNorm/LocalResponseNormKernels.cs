using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.LocalResponseNorm;

internal sealed partial record LocalResponseNormOperation
{
    public override bool ReadsPlainVector => OfVector;

    public override Kernel Lower(Lowering lowering, Node node) => new LocalResponseNormKernel(lowering.NameOf(node), node, this);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new LocalResponseNormGradientOperation(this), node.Inputs[0], node.Inputs[0], outputGradient);
    }

    /// <summary>Writes base^β and returns it: square roots where they do, else by way of the logarithm.</summary>
    public string WritePower(CodeWriter w, InstructionSet isa)
    {
        switch (Beta)
        {
            case 1f:
                return "sum";
            case 0.5f:
                return isa.Sqrt("sum");
            case 0.75f:
                w.Line($"{isa.Vector} root = {isa.Sqrt("sum")};");
                return isa.Multiply("root", isa.Sqrt("root"));
            default:
                w.Line($"{isa.Vector} logarithm = {isa.Multiply(NaturalLogarithm.Write(w, isa, "sum"), isa.Constant(Beta))};");
                return Exponential.Write(w, isa, "logarithm");
        }
    }
}

/// <summary>The gradient of <see cref="LocalResponseNormOperation"/>.</summary>
internal sealed record LocalResponseNormGradientOperation(LocalResponseNormOperation Norm) : Operation
{
    public override string Kind => "LocalResponseNormGradient";

    public override bool ReadsPlainVector => Norm.OfVector;

    public override Kernel Lower(Lowering lowering, Node node) => new LocalResponseNormGradientKernel(lowering.NameOf(node, "InputGradient"), node, Norm);
}

/// <summary>
/// What both directions do: at each position numbers per channel are written to scratch between zeros, so that a window of channels is a few loads
/// from there, whatever blocks the channels lie in.
/// </summary>
internal abstract class ChannelWindowKernel(string name, Node node, string title, LocalResponseNormOperation norm, string[] arrays, params IReadOnlyList<PixelArgument> values)
    : PositionKernel(name, node, title, arrays.Length, values)
{
    protected LocalResponseNormOperation Norm => norm;

    /// <summary>Channels of a window before its middle; none beyond the ends count.</summary>
    private int Before => Math.Min(norm.Size / 2, Channels - 1);

    private int After => Math.Min((norm.Size - 1) / 2, Channels - 1);

    /// <summary>Zeros on either side of the numbers, in whole blocks.</summary>
    private int Margin => (Math.Max(Before, After) + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;

    protected override int ArrayLength => Margin + base.ArrayLength + Margin;

    /// <summary>Declares the arrays in scratch, zeros around their numbers.</summary>
    protected override void WriteOnce(CodeWriter w, InstructionSet isa)
    {
        for (int i = 0; i < arrays.Length; i++)
            w.Line($"float* {arrays[i]} = scratch + {(i * ArrayLength) + Margin};");
        w.Line($"for (int i = 0; i < {arrays.Length * ArrayLength}; i += {isa.Lanes})");
        w.Line($"    {isa.Store("scratch + i", isa.Zero)}");
    }

    /// <summary>Writes k + α · the sum of squares around each channel of a register.</summary>
    protected void WriteBase(CodeWriter w, InstructionSet isa, ChannelRegister register)
    {
        WriteWindow(w, isa, register, "squares", Before, After);
        w.Line($"sum = {isa.MultiplyAdd("sum", isa.Constant(norm.Alpha), isa.Constant(norm.K))};");
    }

    /// <summary>Writes the sum over the windows that a channel is in.</summary>
    protected void WriteTransposedWindow(CodeWriter w, InstructionSet isa, ChannelRegister register, string array) => WriteWindow(w, isa, register, array, After, Before);

    /// <summary>Writes the squares of a position's values.</summary>
    protected void WriteSquares(CodeWriter w, InstructionSet isa) => Sweep(w, isa, register =>
    {
        w.Line($"{isa.Vector} value = {register.Load("x", isa.Zero)};");
        register.Store(w, "squares", isa.Multiply("value", "value"));
    });

    private static void WriteWindow(CodeWriter w, InstructionSet isa, ChannelRegister register, string array, int before, int after)
    {
        w.Line($"{isa.Vector} sum = {register.Load(array, -before)};");
        if (before + after <= 8)
        {
            for (int channel = 1 - before; channel <= after; channel++)
                w.Line($"sum = {isa.Add("sum", register.Load(array, channel))};");
            return;
        }

        using (w.Block($"for (int channel = {1 - before}; channel <= {after}; channel++)"))
            w.Line($"sum = {isa.Add("sum", register.LoadAt(array, "channel"))};");
    }
}

/// <summary>x / (k + α · Σ x²)^β.</summary>
internal sealed class LocalResponseNormKernel(string name, Node node, LocalResponseNormOperation norm)
    : ChannelWindowKernel(name, node, $"{node.Name}: LocalResponseNorm, {norm.Describe()}", norm, ["squares"], new PixelArgument("input", "x", node.Inputs[0]), new("output", "y", node.Output))
{
    protected override void WritePosition(CodeWriter w, InstructionSet isa)
    {
        WriteSquares(w, isa);
        Sweep(w, isa, register =>
        {
            WriteBase(w, isa, register);
            register.Store(w, "y", isa.Divide(register.Load("x"), Norm.WritePower(w, isa)));
        });
    }
}

/// <summary>
/// With s = k + α · Σ x² per channel: dy / s^β − 2αβ · x · Σ (dy · x / s^(β + 1)), summed over the channels in whose windows x is.
/// </summary>
internal sealed class LocalResponseNormGradientKernel(string name, Node node, LocalResponseNormOperation norm)
    : ChannelWindowKernel(
        name, node, $"{node.Name}: gradient of LocalResponseNorm, {norm.Describe()}", norm, ["squares", "shares"],
        new PixelArgument("input", "x", node.Inputs[0]), new("outputGradient", "dy", node.Inputs[1]), new("inputGradient", "dx", node.Output))
{
    protected override void WritePosition(CodeWriter w, InstructionSet isa)
    {
        WriteSquares(w, isa);
        Sweep(w, isa, register =>
        {
            WriteBase(w, isa, register);
            w.Line($"{isa.Vector} direct = {isa.Divide(register.Load("dy"), Norm.WritePower(w, isa))};");
            register.Store(w, "dx", "direct");
            register.Store(w, "shares", register.Only(isa.Divide(isa.Multiply("direct", register.Load("x")), "sum"), isa.Zero));
        });
        Sweep(w, isa, register =>
        {
            WriteTransposedWindow(w, isa, register, "shares");
            w.Line($"{isa.Vector} factor = {isa.Multiply(register.Load("x"), isa.Constant(-2f * Norm.Alpha * Norm.Beta))};");
            register.Store(w, "dx", isa.MultiplyAdd("factor", "sum", register.Load("dx")));
        });
    }
}
