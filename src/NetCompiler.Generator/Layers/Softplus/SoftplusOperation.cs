using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Softplus;

/// <summary>ln(1 + eˣ).</summary>
internal sealed record SoftplusOperation : ActivationOperation
{
    /// <summary>ln(1 + t) = s · P(s²) with s = t / (t + 2): minimax on 0 ≤ t ≤ 1, relative error 4e-9; highest power first.</summary>
    private static readonly float[] s_logarithm = [0.2817833263f, 0.2796060759f, 0.4002490953f, 0.6666631471f, 2.000000008f];

    public override string Kind => "Softplus";

    public override bool IsRectifier => true;

    public override string Method => "max(x, 0) + ln(1 + exp(−|x|)), within 3e-7 of the exact value.";

    public override string Apply(CodeWriter w, InstructionSet isa, string x)
    {
        string exponential = Exponential.Write(w, isa, isa.Min(isa.Subtract(isa.Zero, x), x));
        w.Line($"{isa.Vector} ratio = {isa.Divide(exponential, isa.Add(exponential, isa.Constant(2)))};");
        w.Line($"{isa.Vector} square = {isa.Multiply("ratio", "ratio")};");
        Polynomial.Write(w, isa, "logarithm", "square", s_logarithm);
        return isa.MultiplyAdd("logarithm", "ratio", isa.Max(isa.Zero, x));
    }

    /// <summary>dy · (1 − e⁻ʸ).</summary>
    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient)
    {
        string difference = Exponential.WriteMinusOne(w, isa, isa.Subtract(isa.Zero, value));
        return isa.Multiply(isa.Subtract(isa.Zero, gradient), difference);
    }
}
