namespace NetCompiler.TestReference.Layers;

/// <summary>x / (1 + e⁻ˣ), 0 at −∞.</summary>
public sealed record SwishReference() : ReferenceLayer("Swish")
{
    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => double.IsNegativeInfinity(x) ? 0 : x / (1 + Math.Exp(-x)));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * (1 + (x / (1 + Math.Exp(x)))) / (1 + Math.Exp(-x)));
}
