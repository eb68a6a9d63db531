namespace NetCompiler.TestReference.Layers;

/// <summary>A layer that computes each position of an image or sequence from all channels there; a vector is a single position.</summary>
public abstract record PositionReference(string Kind) : ReferenceLayer(Kind)
{
    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => EachPosition(input, input, (x, _) => Forward(x));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        EachPosition(input, outputGradient, Backward);

    protected abstract double[] Forward(double[] x);

    protected abstract double[] Backward(double[] x, double[] outputGradient);

    private static Tensor EachPosition(Tensor a, Tensor b, Func<double[], double[], double[]> function)
    {
        int channels = a.Shape[0], positions = a.Length / channels;
        var result = new Tensor(a.Shape);
        for (int position = 0; position < positions; position++)
        {
            double[] Channels(Tensor tensor) => [.. Enumerable.Range(0, channels).Select(channel => tensor.Values[(channel * positions) + position])];
            double[] values = function(Channels(a), Channels(b));
            for (int channel = 0; channel < channels; channel++)
                result.Values[(channel * positions) + position] = values[channel];
        }

        return result;
    }
}
