using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Layers.Activations;

/// <summary>Polynomials on vectors.</summary>
internal static class Polynomial
{
    /// <summary>Writes Horner's scheme into a local called <paramref name="name"/>.</summary>
    /// <param name="w">Takes the steps.</param>
    /// <param name="isa">Spells them.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="x">Where it is evaluated.</param>
    /// <param name="coefficients">Highest power first.</param>
    public static void Write(CodeWriter w, InstructionSet isa, string name, string x, float[] coefficients)
    {
        w.Line($"{isa.Vector} {name} = {isa.Constant(coefficients[0])};");
        for (int i = 1; i < coefficients.Length; i++)
            w.Line($"{name} = {isa.MultiplyAdd(name, x, isa.Constant(coefficients[i]))};");
    }
}
