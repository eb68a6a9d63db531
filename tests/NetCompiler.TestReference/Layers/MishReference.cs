namespace NetCompiler.TestReference.Layers;

/// <summary>x · tanh(ln(1 + eˣ)), 0 at −∞.</summary>
public sealed record MishReference() : ReferenceLayer("Mish")
{
    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => double.IsNegativeInfinity(x) ? 0 : x * Gate(x));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * (Gate(x) + (x * (1 - Math.Pow(Gate(x), 2)) / (1 + Math.Exp(-x)))));

    /// <summary>tanh(ln(1 + eˣ)) = ((1 + eˣ)² − 1) / ((1 + eˣ)² + 1), divided by eˣ so that neither end loses digits.</summary>
    private static double Gate(double x)
    {
        double e = Math.Exp(Math.Min(x, 300));
        return (e + 2) / (e + 2 + (2 / e));
    }
}
