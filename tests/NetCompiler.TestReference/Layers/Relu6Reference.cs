namespace NetCompiler.TestReference.Layers;

/// <summary>min(max(x, 0), 6); its derivative at 0 and at 6 is 0.</summary>
public sealed record Relu6Reference() : ReferenceLayer("Relu6")
{
    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => Math.Min(Math.Max(x, 0), 6));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * (x is > 0 and < 6 ? 1 : 0));
}
