using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Layers.Activations;

/// <summary>tanh on vectors, as a rational function.</summary>
internal static class HyperbolicTangent
{
    public const string Method = "tanh as a rational function of degree 13 over 6, within 3e-7 of the exact value; ±1 beyond ±7.9.";

    /// <summary>Beyond this tanh rounds to ±1.</summary>
    private const float Limit = 7.90531110763549805f;

    /// <summary>x · P(x²) / Q(x²): minimax on [−<see cref="Limit"/>, <see cref="Limit"/>]; highest power first.</summary>
    private static readonly float[] s_numerator =
        [-2.76076847742355e-16f, 2.00018790482477e-13f, -8.60467152213735e-11f, 5.12229709037114e-08f, 1.48572235717979e-05f, 6.37261928875436e-04f, 4.89352455891786e-03f];

    private static readonly float[] s_denominator =
        [1.19825839466702e-06f, 1.18534705686654e-04f, 2.26843463243900e-03f, 4.89352518554385e-03f];

    /// <summary>Writes the steps and returns the result as an expression.</summary>
    public static string Write(CodeWriter w, InstructionSet isa, string x)
    {
        // The clamped value is the second operand: a maximum returns that one for NaN, which must stay visible.
        w.Line($"{isa.Vector} clamped = {isa.Min(isa.Constant(Limit), isa.Max(isa.Constant(-Limit), x))};");
        w.Line($"{isa.Vector} square = {isa.Multiply("clamped", "clamped")};");
        Polynomial.Write(w, isa, "numerator", "square", s_numerator);
        Polynomial.Write(w, isa, "denominator", "square", s_denominator);
        return isa.Divide(isa.Multiply("clamped", "numerator"), "denominator");
    }
}
