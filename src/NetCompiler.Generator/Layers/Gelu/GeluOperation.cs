using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;

namespace NetCompiler.Generator.Layers.Gelu;

/// <summary>
/// x · Φ(x) with the normal distribution's Φ. Written as max(x, 0) − |x| · Φ(−|x|), where the tail Φ(−|x|) is e to the −x² / 2 times a slowly falling
/// function, a polynomial in 1 / (1 + 0.3 · |x|): so the result is exact also where Φ is tiny.
/// </summary>
internal sealed record GeluOperation : ActivationOperation
{
    /// <summary>Beyond this the tail is below the smallest normal number.</summary>
    private const float Limit = 13;

    /// <summary>1 / √(2π).</summary>
    private const float Density = 0.398942280f;

    /// <summary>Φ(−a) · e to the a² / 2, over t, as a polynomial in t = 1 / (1 + 0.3 · a): minimax on 0 ≤ a ≤ <see cref="Limit"/>, relative error 1.2e-7; highest power first.</summary>
    private static readonly float[] s_tail =
        [0.03619480214f, -0.1593781009f, 0.2101180577f, -0.05716708225f, 0.1304163185f, 0.09934716061f, 0.1208455251f, 0.1196232629f];

    public override string Kind => "Gelu";

    public override bool IsRectifier => true;

    public override bool GradientReadsInput => true;

    public override string Method => "max(x, 0) − |x| · Φ(−|x|), within 3e-7 of the exact value; in the tail exp(−x² / 2) · t · P(t) with t = 1 / (1 + 0.3 · |x|), |x| up to 13.";

    public static Operation Read(LayerArguments arguments) => arguments.Bool("Approximate", false) ? new ApproximateGeluOperation() : new GeluOperation();

    public override string Apply(CodeWriter w, InstructionSet isa, string x)
    {
        WriteTail(w, isa, x);
        return isa.Subtract(isa.Max(isa.Zero, x), isa.Multiply("distance", "tail"));
    }

    /// <summary>dy · (Φ(x) + x · φ(x)) with the density φ.</summary>
    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient)
    {
        string bell = WriteTail(w, isa, value);
        w.Line($"{isa.Vector} below = {isa.SelectGreater(value, isa.Zero, isa.Subtract(isa.Constant(1), "tail"), "tail")};");
        w.Line($"{isa.Vector} bounded = {isa.Min(isa.Constant(Limit), isa.Max(isa.Constant(-Limit), value))};");
        return isa.Multiply(gradient, isa.MultiplyAdd(isa.Multiply("bounded", isa.Constant(Density)), bell, "below"));
    }

    /// <summary>Writes <c>distance</c>, which is |x|, and <c>tail</c>, which is Φ(−|x|); returns the name of e to the −x² / 2.</summary>
    private static string WriteTail(CodeWriter w, InstructionSet isa, string x)
    {
        // Whichever operand a maximum returns for NaN: both are.
        w.Line($"{isa.Vector} distance = {isa.Min(isa.Constant(Limit), isa.Max(x, isa.Subtract(isa.Zero, x)))};");
        string bell = Exponential.Write(w, isa, isa.Multiply(isa.Multiply("distance", isa.Constant(-0.5f)), "distance"));
        w.Line($"{isa.Vector} t = {isa.Divide(isa.Constant(1), isa.MultiplyAdd("distance", isa.Constant(0.3f), isa.Constant(1)))};");
        Polynomial.Write(w, isa, "polynomial", "t", s_tail);
        w.Line($"{isa.Vector} tail = {isa.Multiply(isa.Multiply("polynomial", "t"), bell)};");
        return bell;
    }
}

/// <summary>x · (1 + tanh(u)) / 2 with u = √(2/π) · (x + 0.044715 · x³), which is x · sigmoid(2u).</summary>
internal sealed record ApproximateGeluOperation : ActivationOperation
{
    /// <summary>2 · √(2/π).</summary>
    private const float Linear = 1.59576912f;

    private const float Cubic = Linear * 0.044715f;

    private static readonly SigmoidGate s_gate = new(
        (isa, x) => isa.Multiply(x, isa.MultiplyAdd(isa.Multiply(x, x), isa.Constant(Cubic), isa.Constant(Linear))),
        (isa, x) => isa.Multiply(x, isa.MultiplyAdd(isa.Multiply(x, x), isa.Constant(3 * Cubic), isa.Constant(Linear))),
        Limit: 10);

    public override string Kind => "Gelu";

    public override string Describe() => "approximate";

    public override IEnumerable<Fact> Facts => [Fact.Of("approximate", 1)];

    public override bool IsRectifier => true;

    public override bool GradientReadsInput => true;

    public override string Method => "x / (1 + exp(−2u)) with u = √(2/π) · (x + 0.044715 · x³), within 3e-7 of the exact value; x from −10 on.";

    public override string Apply(CodeWriter w, InstructionSet isa, string x) => s_gate.Apply(w, isa, x);

    public override string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient) => s_gate.Gradient(w, isa, value, gradient);
}
