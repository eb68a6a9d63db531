namespace NetCompiler.TestReference.Layers;

/// <summary>x where x is above 0, slope · x elsewhere; its derivative at 0 is the slope.</summary>
public sealed record LeakyReluReference(float Slope = 0.01f) : ReferenceLayer("LeakyRelu")
{
    public override string Arguments => Slope == 0.01f ? "" : Literal(Slope);

    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => x > 0 ? x : Slope * x);

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => x > 0 ? gradient : Slope * gradient);
}
