namespace NetCompiler.TestReference.Layers;

/// <summary>(x − mean) / √(variance + ε) over the whole item, then weight and bias per value.</summary>
public sealed record LayerNormReference(bool IsAffine = true, float Epsilon = 1e-5f) : AffineReference("LayerNorm")
{
    public override string NamePrefix => "ln";

    public override string Arguments => $"Epsilon = {Literal(Epsilon)}{(IsAffine ? "" : ", Affine = false")}";

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input) => IsAffine ? [("weight", input), ("bias", input)] : [];

    /// <summary>Weights in the item's shape multiply each value once, which counts as little as a bias.</summary>
    public override long MultiplyAdds(int[] input, int[] output) => 0;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => Affine(Standardize(input, input.Length, Epsilon), weights);

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        StandardizeBackward(input, input.Length, Epsilon, AffineBackward(Standardize(input, input.Length, Epsilon), weights, outputGradient, weightGradients));
}
