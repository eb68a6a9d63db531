namespace NetCompiler.TestReference.Layers;

/// <summary>The same values in row-major order; one size may be −1, for as many as are left.</summary>
public sealed record ReshapeReference(params int[] Sizes) : ReferenceLayer("Reshape")
{
    public override string Arguments => string.Join(", ", Sizes);

    public override int[] OutputShape(int[] input)
    {
        int length = input.Aggregate(1, (product, size) => product * size);
        return [.. Sizes.Select(size => size == -1 ? length / Sizes.Where(other => other != -1).Aggregate(1, (product, other) => product * other) : size)];
    }

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => new(OutputShape(input.Shape), [.. input.Values]);

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        new(input.Shape, [.. outputGradient.Values]);
}
