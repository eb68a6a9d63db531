namespace NetCompiler.TestReference.Layers;

/// <summary>(x − mean) / √(variance + ε) per channel, then weight and bias per channel.</summary>
public sealed record InstanceNormReference(bool IsAffine = false, float Epsilon = 1e-5f) : AffineReference("InstanceNorm")
{
    public override string NamePrefix => "in";

    public override string Arguments => $"Epsilon = {Literal(Epsilon)}{(IsAffine ? ", Affine = true" : "")}";

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input) => IsAffine ? [("weight", [input[0]]), ("bias", [input[0]])] : [];

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => Affine(Standardize(input, input.Length / input.Shape[0], Epsilon), weights);

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        int pixels = input.Length / input.Shape[0];
        Tensor gradient = AffineBackward(Standardize(input, pixels, Epsilon), weights, outputGradient, weightGradients);
        return StandardizeBackward(input, pixels, Epsilon, gradient);
    }
}
