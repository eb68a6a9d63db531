using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.ScaledTanh;

/// <summary>amplitude · tanh(slope · x).</summary>
internal sealed record ScaledTanhOperation(float Amplitude, float Slope) : ActivationOperation
{
    public override string Kind => "ScaledTanh";

    public override string Describe() => FormattableString.Invariant($"amplitude {Amplitude}, slope {Slope}");

    public override IEnumerable<Fact> Facts => [Fact.Of("amplitude", Amplitude), Fact.Of("slope", Slope)];

    public override string Method => $"{InstructionSet.Literal(Amplitude)} · tanh({InstructionSet.Literal(Slope)} · x); {HyperbolicTangent.Method}";

    public static Operation Read(LayerArguments arguments) => new ScaledTanhOperation(Factor(arguments, "amplitude"), Factor(arguments, "slope"));

    private static float Factor(LayerArguments arguments, string name)
    {
        float value = arguments.Float(name);
        if (!float.IsNaN(value) && !float.IsInfinity(value) && !float.IsInfinity(1 / value))
            return value;
        arguments.Report(Problems.OutOfRange, name, "a finite number, neither 0 nor too close to it", value);
        return 1;
    }

    public override string Apply(CodeWriter w, InstructionSet isa, string x) =>
        isa.Multiply(HyperbolicTangent.Write(w, isa, isa.Multiply(x, isa.Constant(Slope))), isa.Constant(Amplitude));

    /// <summary>dy · amplitude · slope · (1 − (y / amplitude)²).</summary>
    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient)
    {
        w.Line($"{isa.Vector} tanh = {isa.Multiply(value, isa.Constant(1 / Amplitude))};");
        w.Line($"{isa.Vector} steepest = {isa.Multiply(gradient, isa.Constant(Amplitude * Slope))};");
        return isa.Subtract("steepest", isa.Multiply("steepest", isa.Multiply("tanh", "tanh")));
    }
}
