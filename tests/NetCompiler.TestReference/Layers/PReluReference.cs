namespace NetCompiler.TestReference.Layers;

/// <summary>x where x is above 0, weight · x elsewhere, with a weight per channel or one for all.</summary>
public sealed record PReluReference(bool Shared = false) : ReferenceLayer("PRelu")
{
    public override string Arguments => Shared ? "Shared = true" : "";

    public override int[] OutputShape(int[] input) => input;

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input) => [("weight", [Shared ? 1 : input[0]])];

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(input.Shape);
        for (int i = 0; i < input.Length; i++)
            output.Values[i] = input.Values[i] > 0 ? input.Values[i] : weights[0].Values[WeightOf(input, i)] * input.Values[i];
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var gradient = new Tensor(input.Shape);
        for (int i = 0; i < input.Length; i++)
        {
            int weight = WeightOf(input, i);
            gradient.Values[i] = outputGradient.Values[i] * (input.Values[i] > 0 ? 1 : weights[0].Values[weight]);
            weightGradients[0].Values[weight] += outputGradient.Values[i] * Math.Min(input.Values[i], 0);
        }

        return gradient;
    }

    private int WeightOf(Tensor input, int index) => Shared ? 0 : index / (input.Length / input.Shape[0]);
}
