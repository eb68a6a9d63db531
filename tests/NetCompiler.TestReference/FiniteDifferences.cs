namespace NetCompiler.TestReference;

/// <summary>Derivatives by central differences, (f(x + h) − f(x − h)) / 2h: slow, and independent of every derivation on paper.</summary>
public static class FiniteDifferences
{
    /// <summary>Balances truncation (h²) against rounding (2⁻⁵³ / h) for functions of about unit scale.</summary>
    private const double Step = 1e-5;

    /// <summary>The gradient of a function that reads <paramref name="at"/>, which is changed and restored value by value.</summary>
    public static Tensor Gradient(Tensor at, Func<double> function)
    {
        var gradient = new Tensor(at.Shape);
        for (int i = 0; i < at.Length; i++)
        {
            double value = at.Values[i];
            at.Values[i] = value + Step;
            double above = function();
            at.Values[i] = value - Step;
            double below = function();
            at.Values[i] = value;
            gradient.Values[i] = (above - below) / (2 * Step);
        }

        return gradient;
    }

    /// <summary>The derivative along one direction: what the gradient's product with the direction must be, for two evaluations.</summary>
    public static double Along(Tensor direction, Tensor at, Func<double> function)
    {
        double[] values = [.. at.Values];
        double Shifted(double step)
        {
            for (int i = 0; i < values.Length; i++)
                at.Values[i] = values[i] + (step * direction.Values[i]);
            return function();
        }

        double difference = Shifted(Step) - Shifted(-Step);
        values.CopyTo(at.Values, 0);
        return difference / (2 * Step);
    }
}
