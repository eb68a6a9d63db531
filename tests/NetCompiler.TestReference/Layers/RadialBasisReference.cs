namespace NetCompiler.TestReference.Layers;

/// <summary>out[u] = Σ (in[i] − weight[u, i])².</summary>
public sealed record RadialBasisReference(int Units, bool Trainable = false) : ReferenceLayer("RadialBasis")
{
    public override string Arguments => Trainable ? $"{Units}, Trainable = true" : $"{Units}";

    public override int[] OutputShape(int[] input) => [Units];

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input) => [("weight", [Units, input[0]])];

    public override bool IsTrainable(string suffix) => Trainable;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => new(
        [Units], [.. Enumerable.Range(0, Units).Select(u => Enumerable.Range(0, input.Length).Sum(i => Math.Pow(input.Values[i] - weights[0][u, i], 2)))]);

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        for (int u = 0; u < Units; u++)
        {
            for (int i = 0; i < input.Length; i++)
            {
                double gradient = 2 * (input.Values[i] - weights[0][u, i]) * outputGradient.Values[u];
                inputGradient.Values[i] += gradient;
                weightGradients[0][u, i] -= gradient;
            }
        }

        return inputGradient;
    }
}
