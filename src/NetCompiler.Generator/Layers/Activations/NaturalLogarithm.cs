using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Layers.Activations;

/// <summary>
/// ln x on vectors of positive normal numbers: x = 2ⁿ · m with m between √½ and √2, ln x = n · ln 2 + ln m with a polynomial of degree 9 in m − 1
/// (Cephes' logf); relative error about 1e-7. Infinity and NaN stay what they are.
/// </summary>
internal static class NaturalLogarithm
{
    private static readonly float[] s_coefficients =
        [7.0376836292e-2f, -1.1514610310e-1f, 1.1676998740e-1f, -1.2420140846e-1f, 1.4249322787e-1f, -1.6668057665e-1f, 2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f];

    /// <summary>Writes the steps and returns the result as an expression. The locals have other names than those of <see cref="Exponential"/>, which often is near.</summary>
    public static string Write(CodeWriter w, InstructionSet isa, string x)
    {
        // Counted from √½, the exponent bits are n and the rest belongs to m.
        w.Line($"{isa.Class}<int> octaves = ({x}.AsInt32() - {isa.Class}.Create(0x3F3504F3)) >> 23;");
        w.Line($"{isa.Vector} octave = {isa.Class}.ConvertToSingle(octaves);");
        w.Line($"{isa.Vector} excess = {isa.Subtract($"({x}.AsInt32() - (octaves << 23)).AsSingle()", isa.Constant(1f))};");
        w.Line($"{isa.Vector} excessSquared = {isa.Multiply("excess", "excess")};");
        w.Line($"{isa.Vector} logSeries = {isa.Constant(s_coefficients[0])};");
        for (int i = 1; i < s_coefficients.Length; i++)
            w.Line($"logSeries = {isa.MultiplyAdd("logSeries", "excess", isa.Constant(s_coefficients[i]))};");
        w.Line($"logSeries = {isa.MultiplyAdd("octave", isa.Constant(-2.12194440e-4f), isa.Multiply(isa.Multiply("logSeries", "excess"), "excessSquared"))};");
        w.Line($"logSeries = {isa.MultiplyAdd("excessSquared", isa.Constant(-0.5f), "logSeries")};");
        w.Line($"logSeries = {isa.MultiplyAdd("octave", isa.Constant(0.693359375f), isa.Add("excess", "logSeries"))};");
        return isa.SelectGreater(isa.Constant(float.PositiveInfinity), x, "logSeries", x);
    }
}
