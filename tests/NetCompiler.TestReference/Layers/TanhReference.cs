namespace NetCompiler.TestReference.Layers;

/// <summary>Hyperbolic tangent.</summary>
public sealed record TanhReference() : ReferenceLayer("Tanh")
{
    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => Math.Tanh(x));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * (1 - (Math.Tanh(x) * Math.Tanh(x))));
}
