namespace NetCompiler.TestReference.Layers;

/// <summary>Column t of the output is the row of the table whose number is input t.</summary>
public sealed record EmbeddingReference(int Count, int Dimension) : ReferenceLayer("Embedding")
{
    /// <summary>Whether training leaves the table alone.</summary>
    public bool Frozen { get; init; }

    /// <summary>The values of the table; random ones if null.</summary>
    public IReadOnlyList<double>? Table { get; init; }

    public override string NamePrefix => "emb";

    public override string Arguments => $"{Count}, {Dimension}{(Frozen ? ", Frozen = true" : "")}";

    public override int[] OutputShape(int[] input) => [Dimension, input[0]];

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input) => [("weight", [Count, Dimension])];

    public override long MultiplyAdds(int[] input, int[] output) => 0;

    public override bool IsTrainable(string suffix) => !Frozen;

    public override Tensor DrawInput(int[] shape, RandomValues random, double bound = 1) => new Tensor(shape).Map(_ => random.Next(0, Count - 1));

    public override Tensor Draw(string suffix, int[] shape, RandomValues random) =>
        Table is null ? base.Draw(suffix, shape, random) : new Tensor(shape, [.. Table]);

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        for (int t = 0; t < input.Length; t++)
        {
            for (int d = 0; d < Dimension; d++)
                output[d, t] = weights[0][Row(input, t), d];
        }

        return output;
    }

    /// <summary>A whole number has no derivative: the input's gradient is zero.</summary>
    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        for (int t = 0; t < input.Length && !Frozen; t++)
        {
            for (int d = 0; d < Dimension; d++)
                weightGradients[0][Row(input, t), d] += outputGradient[d, t];
        }

        return new Tensor(input.Shape);
    }

    private static int Row(Tensor input, int t) => (int)Math.Round(input.Values[t]);
}
