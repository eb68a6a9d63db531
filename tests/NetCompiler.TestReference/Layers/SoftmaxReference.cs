namespace NetCompiler.TestReference.Layers;

/// <summary>eˣ / Σ eˣ over the channels.</summary>
public sealed record SoftmaxReference() : PositionReference("Softmax")
{
    protected override double[] Forward(double[] x)
    {
        double largest = x.Max();
        double sum = x.Sum(value => Math.Exp(value - largest));
        return [.. x.Select(value => Math.Exp(value - largest) / sum)];
    }

    protected override double[] Backward(double[] x, double[] outputGradient)
    {
        double[] probabilities = Forward(x);
        double mean = probabilities.Zip(outputGradient, (p, gradient) => p * gradient).Sum();
        return [.. probabilities.Zip(outputGradient, (p, gradient) => p * (gradient - mean))];
    }
}
