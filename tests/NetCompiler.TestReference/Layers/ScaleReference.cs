namespace NetCompiler.TestReference.Layers;

/// <summary>x · weight + bias per channel, or factor · x.</summary>
public sealed record ScaleReference(float? Factor = null, bool Bias = true) : AffineReference("Scale")
{
    public override string Arguments => Factor is { } factor ? Literal(factor) : Bias ? "" : "Bias = false";

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input) =>
        Factor is not null ? [] : Bias ? [("weight", [input[0]]), ("bias", [input[0]])] : [("weight", [input[0]])];

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => Affine(input, weights).Map(value => value * (Factor ?? 1));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        AffineBackward(input, weights, outputGradient, weightGradients).Map(value => value * (Factor ?? 1));
}
