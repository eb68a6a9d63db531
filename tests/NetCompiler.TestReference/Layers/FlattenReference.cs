namespace NetCompiler.TestReference.Layers;

/// <summary>Channels, then rows, then columns in one vector.</summary>
public sealed record FlattenReference() : ReferenceLayer("Flatten")
{
    public override int[] OutputShape(int[] input) => [input.Aggregate(1, (product, size) => product * size)];

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => new(OutputShape(input.Shape), [.. input.Values]);

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        new(input.Shape, [.. outputGradient.Values]);
}
