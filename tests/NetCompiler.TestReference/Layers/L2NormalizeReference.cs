namespace NetCompiler.TestReference.Layers;

/// <summary>x / max(‖x‖, ε) over the channels.</summary>
public sealed record L2NormalizeReference(float Epsilon = 1e-12f) : PositionReference("L2Normalize")
{
    public override string Arguments => Epsilon == 1e-12f ? "" : $"Epsilon = {Literal(Epsilon)}";

    protected override double[] Forward(double[] x)
    {
        double norm = Math.Max(Norm(x), Epsilon);
        return [.. x.Select(value => value / norm)];
    }

    protected override double[] Backward(double[] x, double[] outputGradient)
    {
        double norm = Norm(x);
        if (norm <= Epsilon)
            return [.. outputGradient.Select(gradient => gradient / Epsilon)];
        double dot = x.Zip(outputGradient, (value, gradient) => value * gradient).Sum();
        return [.. x.Zip(outputGradient, (value, gradient) => (gradient / norm) - (value * dot / (norm * norm * norm)))];
    }

    private static double Norm(double[] x) => Math.Sqrt(x.Sum(value => value * value));
}
