namespace NetCompiler.TestReference.Layers;

/// <summary>x / 6 + 1/2 kept within 0 and 1; its derivative at ±3 is 0.</summary>
public sealed record HardSigmoidReference() : ReferenceLayer("HardSigmoid")
{
    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => Math.Min(Math.Max((x + 3) / 6, 0), 1));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * (x is > -3 and < 3 ? 1.0 / 6 : 0));
}
