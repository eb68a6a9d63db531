namespace NetCompiler.TestReference.Layers;

/// <summary>x · (x + 3) / 6 between −3 and 3, x above, 0 below.</summary>
public sealed record HardSwishReference() : ReferenceLayer("HardSwish")
{
    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6);

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * (x <= -3 ? 0 : x >= 3 ? 1 : (x / 3) + 0.5));
}
