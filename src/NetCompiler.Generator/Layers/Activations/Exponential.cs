using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Layers.Activations;

/// <summary>
/// eˣ on vectors: x = n · ln 2 + r, eˣ = 2ⁿ · eʳ with a polynomial of degree 6 on |r| ≤ ½ ln 2 (Cephes' expf); relative error about 1e-7.
/// Clamped to [−87, 87], where the result and its reciprocal are normal numbers.
/// </summary>
internal static class Exponential
{
    private static readonly float[] s_coefficients =
        [1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f];

    /// <summary>Writes the steps of eˣ and returns the name of the result.</summary>
    public static string Write(CodeWriter w, InstructionSet isa, string x)
    {
        WriteSeries(w, isa, x);
        w.Line($"series = {isa.Add(isa.MultiplyAdd("series", isa.Multiply("rest", "rest"), "rest"), isa.Constant(1f))};");
        w.Line($"{isa.Vector} exponential = {isa.Multiply("series", isa.PowerOfTwo("power"))};");
        return "exponential";
    }

    /// <summary>Writes the steps of eˣ − 1 and returns the name of the result, which near 0 is as exact as x: 2ⁿ · (eʳ − 1) + (2ⁿ − 1).</summary>
    public static string WriteMinusOne(CodeWriter w, InstructionSet isa, string x)
    {
        WriteSeries(w, isa, x);
        w.Line($"series = {isa.MultiplyAdd("series", isa.Multiply("rest", "rest"), "rest")};");
        w.Line($"{isa.Vector} scale = {isa.PowerOfTwo("power")};");
        w.Line($"{isa.Vector} difference = {isa.MultiplyAdd("series", "scale", isa.Subtract("scale", isa.Constant(1f)))};");
        return "difference";
    }

    /// <summary>Writes <c>power</c>, which is n, <c>rest</c>, which is r, and <c>series</c>, which is (eʳ − 1 − r) / r².</summary>
    private static void WriteSeries(CodeWriter w, InstructionSet isa, string x)
    {
        // The value is the second operand of both: a maximum returns that one for NaN, which must stay visible.
        w.Line($"{isa.Vector} exponent = {isa.Min(isa.Constant(87f), isa.Max(isa.Constant(-87f), x))};");
        w.Line($"{isa.Vector} power = {isa.Round(isa.Multiply("exponent", isa.Constant(1.44269504f)))};");
        w.Line($"{isa.Vector} rest = {isa.MultiplyAdd("power", isa.Constant(-0.693359375f), "exponent")};");
        w.Line($"rest = {isa.MultiplyAdd("power", isa.Constant(2.12194440e-4f), "rest")};");
        Polynomial.Write(w, isa, "series", "rest", s_coefficients);
    }
}
