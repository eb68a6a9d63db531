namespace NetCompiler.TestReference.Layers;

/// <summary>out[u] = bias[u] + Σ weight[u, i] · in[i].</summary>
public sealed record DenseReference(int Units, bool Bias = true) : ReferenceLayer("Dense")
{
    public override bool IsLinearInWeights => true;

    public override string NamePrefix => "fc";

    public override string Arguments => Bias ? $"{Units}" : $"{Units}, Bias = false";

    public override int[] OutputShape(int[] input) => [Units];

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input) =>
        Bias ? [("weight", [Units, input[0]]), ("bias", [Units])] : [("weight", [Units, input[0]])];

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(Units);
        for (int u = 0; u < Units; u++)
        {
            for (int i = 0; i < input.Length; i++)
                output.Values[u] += weights[0][u, i] * input.Values[i];
            if (Bias)
                output.Values[u] += weights[1].Values[u];
        }

        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        for (int u = 0; u < Units; u++)
        {
            double gradient = outputGradient.Values[u];
            for (int i = 0; i < input.Length; i++)
            {
                inputGradient.Values[i] += gradient * weights[0][u, i];
                weightGradients[0][u, i] += gradient * input.Values[i];
            }

            if (Bias)
                weightGradients[1].Values[u] += gradient;
        }

        return inputGradient;
    }
}
