using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Layers.Activations;

/// <summary>x · sigmoid(u(x)): functions that let x through the more, the larger it is.</summary>
/// <param name="Argument">u as an expression: odd and growing.</param>
/// <param name="Elasticity">x · u′(x) as an expression.</param>
/// <param name="Limit">Where u is at least 87: beyond ±this the gate is closed or open, and −∞ · 0 must not be computed.</param>
internal sealed record SigmoidGate(Func<InstructionSet, string, string> Argument, Func<InstructionSet, string, string> Elasticity, float Limit)
{
    /// <summary>Writes the steps and returns the function as an expression.</summary>
    public string Apply(CodeWriter w, InstructionSet isa, string x)
    {
        // Here and below the value is the second operand: a maximum returns that one for NaN, which must stay visible.
        w.Line($"{isa.Vector} bounded = {isa.Max(isa.Constant(-Limit), x)};");
        string exponential = Exponential.Write(w, isa, isa.Subtract(isa.Zero, Argument(isa, "bounded")));
        return isa.Divide("bounded", isa.Add(isa.Constant(1), exponential));
    }

    /// <summary>Writes the steps and returns dy · s · (1 + x · u′ · (1 − s)), where s is the gate and 1 − s = s · e⁻ᵘ.</summary>
    public string Gradient(CodeWriter w, InstructionSet isa, string x, string gradient)
    {
        w.Line($"{isa.Vector} bounded = {isa.Min(isa.Constant(Limit), isa.Max(isa.Constant(-Limit), x))};");
        string exponential = Exponential.Write(w, isa, isa.Subtract(isa.Zero, Argument(isa, "bounded")));
        w.Line($"{isa.Vector} gate = {isa.Divide(isa.Constant(1), isa.Add(isa.Constant(1), exponential))};");
        w.Line($"{isa.Vector} bend = {isa.Multiply(Elasticity(isa, "bounded"), isa.Multiply("gate", exponential))};");
        return isa.Multiply(gradient, isa.MultiplyAdd("bend", "gate", "gate"));
    }
}
