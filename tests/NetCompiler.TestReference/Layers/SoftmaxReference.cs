namespace NetCompiler.TestReference.Layers;

/// <summary>eˣ / Σ eˣ over all features.</summary>
public sealed record SoftmaxReference() : ReferenceLayer("Softmax")
{
    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        double largest = input.Values.Max();
        double sum = input.Values.Sum(x => Math.Exp(x - largest));
        return input.Map(x => Math.Exp(x - largest) / sum);
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        Tensor probabilities = Forward(input, weights);
        double mean = probabilities.Dot(outputGradient);
        return probabilities.Zip(outputGradient, (p, gradient) => p * (gradient - mean));
    }
}
