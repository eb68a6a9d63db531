namespace NetCompiler.TestReference.Layers;

/// <summary>max(x, 0); its derivative at 0 is 0.</summary>
public sealed record ReluReference() : ReferenceLayer("Relu")
{
    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => Math.Max(x, 0));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * (x > 0 ? 1 : 0));
}
