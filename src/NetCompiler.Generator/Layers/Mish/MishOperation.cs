using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Mish;

/// <summary>
/// x · tanh(ln(1 + eˣ)). With n = eˣ and q = n² + 2n, the hyperbolic tangent is q / (q + 2): no logarithm, and exact for very negative x.
/// </summary>
internal sealed record MishOperation : ActivationOperation
{
    /// <summary>From here on the function rounds to x, and q² + 4q + 4 is far from overflow.</summary>
    private const float Highest = 20;

    /// <summary>Below this the function is nearly 0, and −∞ · 0 must not be computed.</summary>
    private const float Lowest = -87;

    public override string Kind => "Mish";

    public override bool IsRectifier => true;

    public override bool GradientReadsInput => true;

    public override string Method => "x · q / (q + 2) with q = exp(x)² + 2 · exp(x), within 3e-7 of the exact value; x from −87 on, x in the exponents up to 20.";

    public override string Apply(CodeWriter w, InstructionSet isa, string x)
    {
        WriteRatio(w, isa, isa.Min(isa.Constant(Highest), x));
        return isa.Multiply(isa.Max(isa.Constant(Lowest), x), isa.Divide("q", "denominator"));
    }

    /// <summary>dy · (q · (q + 2) + 4x · n · (1 + n)) / (q + 2)².</summary>
    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient)
    {
        w.Line($"{isa.Vector} bounded = {isa.Min(isa.Constant(Highest), isa.Max(isa.Constant(Lowest), value))};");
        string exponential = WriteRatio(w, isa, "bounded");
        w.Line($"{isa.Vector} bend = {isa.Multiply(isa.Multiply("bounded", isa.Constant(4)), isa.MultiplyAdd(exponential, exponential, exponential))};");
        return isa.Multiply(gradient, isa.Divide(isa.MultiplyAdd("q", "denominator", "bend"), isa.Multiply("denominator", "denominator")));
    }

    /// <summary>Writes <c>q</c> and <c>denominator</c>, which is q + 2, and returns the name of n.</summary>
    private static string WriteRatio(CodeWriter w, InstructionSet isa, string x)
    {
        string exponential = Exponential.Write(w, isa, x);
        w.Line($"{isa.Vector} q = {isa.MultiplyAdd(exponential, exponential, isa.Add(exponential, exponential))};");
        w.Line($"{isa.Vector} denominator = {isa.Add("q", isa.Constant(2))};");
        return exponential;
    }
}
