namespace NetCompiler.TestReference.Layers;

/// <summary>x · Φ(x) with the normal distribution's Φ, or with its approximation (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2; 0 at −∞.</summary>
public sealed record GeluReference(bool Approximate = false) : ReferenceLayer("Gelu")
{
    public override string Arguments => Approximate ? "Approximate = true" : "";

    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) =>
        input.Map(x => double.IsNegativeInfinity(x) ? 0 : x * Distribution(x));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * (Distribution(x) + (x * Density(x))));

    private double Distribution(double x) => Approximate ? 1 / (1 + Math.Exp(-Argument(x))) : Normal(x);

    private double Density(double x)
    {
        if (!Approximate)
            return Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        double slope = 2 * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x));
        return slope / Math.Pow(2 * Math.Cosh(Argument(x) / 2), 2);
    }

    /// <summary>Twice the argument of tanh: (1 + tanh(u)) / 2 = 1 / (1 + e⁻²ᵘ), which loses no digits for very negative u.</summary>
    private static double Argument(double x) => 2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));

    /// <summary>Φ: Marsaglia's series (2004, "Evaluating the normal distribution") around 0, Laplace's continued fraction in the tails.</summary>
    private static double Normal(double x)
    {
        double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (Math.Abs(x) < 3)
        {
            double sum = 0;
            double term = x;
            for (int i = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum); i += 2)
            {
                sum += term;
                term *= x * x / i;
            }

            return 0.5 + (density * sum);
        }

        double fraction = Math.Abs(x);
        for (int i = 300; i > 0; i--)
            fraction = Math.Abs(x) + (i / fraction);
        return x > 0 ? 1 - (density / fraction) : density / fraction;
    }
}
