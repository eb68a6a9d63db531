namespace NetCompiler.TestReference.Layers;

/// <summary>x − ln Σ eˣ over the channels.</summary>
public sealed record LogSoftmaxReference() : PositionReference("LogSoftmax")
{
    protected override double[] Forward(double[] x)
    {
        double largest = x.Max();
        double logarithm = Math.Log(x.Sum(value => Math.Exp(value - largest)));
        return [.. x.Select(value => value - largest - logarithm)];
    }

    protected override double[] Backward(double[] x, double[] outputGradient)
    {
        double sum = outputGradient.Sum();
        return [.. Forward(x).Zip(outputGradient, (y, gradient) => gradient - (Math.Exp(y) * sum))];
    }
}
