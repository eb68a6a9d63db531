namespace NetCompiler.TestReference.Layers;

/// <summary>(x − mean) / std, with one pair for all channels or one per channel.</summary>
public sealed record NormalizeReference(IReadOnlyList<float> Mean, IReadOnlyList<float> Std) : ReferenceLayer("Normalize")
{
    public NormalizeReference(float mean, float std)
        : this([mean], [std])
    {
    }

    public override string Arguments => $"{Literal(Mean)}, {Literal(Std)}";

    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) =>
        PerChannel(input, (value, channel) => (value - At(Mean, channel)) / At(Std, channel));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        PerChannel(outputGradient, (value, channel) => value / At(Std, channel));

    private static double At(IReadOnlyList<float> values, int channel) => values[values.Count == 1 ? 0 : channel];

    private static Tensor PerChannel(Tensor tensor, Func<double, int, double> function)
    {
        int channelLength = tensor.Length / tensor.Shape[0];
        return new Tensor(tensor.Shape, [.. tensor.Values.Select((value, index) => function(value, index / channelLength))]);
    }
}
