namespace NetCompiler.TestReference.Layers;

/// <summary>1 / (1 + e⁻ˣ).</summary>
public sealed record SigmoidReference() : ReferenceLayer("Sigmoid")
{
    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => 1 / (1 + Math.Exp(-x)));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient / (2 + Math.Exp(x) + Math.Exp(-x)));
}
