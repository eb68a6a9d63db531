namespace NetCompiler.TestReference.Layers;

/// <summary>What global pools share: a vector with one value for all of a channel's.</summary>
public abstract record GlobalPoolReference(string Kind) : ReferenceLayer(Kind)
{
    public override int[] OutputShape(int[] input) => [input[0]];

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) =>
        new(OutputShape(input.Shape), [.. Enumerable.Range(0, input.Shape[0]).Select(c => Join(Channel(input, c)))]);

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        new(input.Shape, [.. Enumerable.Range(0, input.Shape[0]).SelectMany(c => Share(Channel(input, c), outputGradient.Values[c]))]);

    protected abstract double Join(double[] values);

    /// <summary>What of the gradient each value gets.</summary>
    protected abstract IEnumerable<double> Share(double[] values, double gradient);

    private static double[] Channel(Tensor input, int c)
    {
        int length = input.Length / input.Shape[0];
        return input.Values[(c * length)..((c + 1) * length)];
    }
}

/// <summary>The mean of each channel.</summary>
public sealed record GlobalAvgPoolReference() : GlobalPoolReference("GlobalAvgPool")
{
    protected override double Join(double[] values) => values.Average();

    protected override IEnumerable<double> Share(double[] values, double gradient) => values.Select(_ => gradient / values.Length);
}

/// <summary>The largest value of each channel; of equal ones the first takes the gradient.</summary>
public sealed record GlobalMaxPoolReference() : GlobalPoolReference("GlobalMaxPool")
{
    protected override double Join(double[] values) => values.Max();

    protected override IEnumerable<double> Share(double[] values, double gradient)
    {
        int first = Array.IndexOf(values, values.Max());
        return values.Select((_, index) => index == first ? gradient : 0);
    }
}
