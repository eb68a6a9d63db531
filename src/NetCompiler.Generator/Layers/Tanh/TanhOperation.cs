using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Tanh;

/// <summary>Hyperbolic tangent.</summary>
internal sealed record TanhOperation : ActivationOperation
{
    /// <summary>Beyond this tanh rounds to ±1.</summary>
    private const float Limit = 7.90531110763549805f;

    /// <summary>x · P(x²) / Q(x²): minimax on [−<see cref="Limit"/>, <see cref="Limit"/>]; highest power first.</summary>
    private static readonly float[] s_numerator =
        [-2.76076847742355e-16f, 2.00018790482477e-13f, -8.60467152213735e-11f, 5.12229709037114e-08f, 1.48572235717979e-05f, 6.37261928875436e-04f, 4.89352455891786e-03f];

    private static readonly float[] s_denominator =
        [1.19825839466702e-06f, 1.18534705686654e-04f, 2.26843463243900e-03f, 4.89352518554385e-03f];

    public override string Kind => "Tanh";

    public override string Method => "tanh as a rational function of degree 13 over 6, within 3e-7 of the exact value; ±1 beyond ±7.9.";

    public override string Apply(CodeWriter w, InstructionSet isa, string x)
    {
        // The clamped value is the second operand: a maximum returns that one for NaN, which must stay visible.
        w.Line($"{isa.Vector} clamped = {isa.Min(isa.Constant(Limit), isa.Max(isa.Constant(-Limit), x))};");
        w.Line($"{isa.Vector} square = {isa.Multiply("clamped", "clamped")};");
        WritePolynomial(w, isa, "numerator", s_numerator);
        WritePolynomial(w, isa, "denominator", s_denominator);
        return isa.Divide(isa.Multiply("clamped", "numerator"), "denominator");
    }

    private static void WritePolynomial(CodeWriter w, InstructionSet isa, string name, float[] coefficients)
    {
        w.Line($"{isa.Vector} {name} = {isa.Constant(coefficients[0])};");
        for (int i = 1; i < coefficients.Length; i++)
            w.Line($"{name} = {isa.MultiplyAdd(name, "square", isa.Constant(coefficients[i]))};");
    }

    /// <summary>dy · (1 − y²).</summary>
    public override string Gradient(CodeWriter w, InstructionSet isa, string output, string gradient) =>
        isa.Subtract(gradient, isa.Multiply(gradient, isa.Multiply(output, output)));
}
