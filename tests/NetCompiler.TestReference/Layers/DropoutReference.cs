namespace NetCompiler.TestReference.Layers;

/// <summary>The identity at inference. In training each value is multiplied by 0 or 1 / (1 − rate), as <see cref="Mask"/> says.</summary>
public sealed record DropoutReference(float Rate) : ReferenceLayer("Dropout")
{
    /// <summary>What the values are multiplied with; none at inference.</summary>
    public Tensor? Mask { get; init; }

    public override string Arguments => Literal(Rate);

    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => Masked(input);

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        Masked(outputGradient);

    private Tensor Masked(Tensor tensor) => Mask is null ? tensor : tensor.Zip(Mask, (value, factor) => value * factor);
}
