namespace NetCompiler.TestReference.Layers;

/// <summary>out[i, j] = Σ x[i, p] · x[j, p] / (channels · positions).</summary>
public sealed record GramReference() : ReferenceLayer("Gram")
{
    public override int[] OutputShape(int[] input) => [1, input[0], input[0]];

    public override long MultiplyAdds(int[] input, int[] output) => output.Aggregate(1L, (product, size) => product * size) * input.Skip(1).Aggregate(1, (product, size) => product * size);

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        ForEach(input, (i, j, a, b) => output[0, i, j] += input.Values[a] * input.Values[b] / input.Length);
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        ForEach(input, (i, j, a, b) =>
        {
            inputGradient.Values[a] += outputGradient[0, i, j] * input.Values[b] / input.Length;
            inputGradient.Values[b] += outputGradient[0, i, j] * input.Values[a] / input.Length;
        });
        return inputGradient;
    }

    /// <summary>Every pair of channels at every position: the channels, and the places of both values.</summary>
    private static void ForEach(Tensor input, Action<int, int, int, int> visit)
    {
        int channels = input.Shape[0], positions = input.Length / channels;
        for (int i = 0; i < channels; i++)
        {
            for (int j = 0; j < channels; j++)
            {
                for (int p = 0; p < positions; p++)
                    visit(i, j, (i * positions) + p, (j * positions) + p);
            }
        }
    }
}
