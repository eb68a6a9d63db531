namespace NetCompiler.TestReference.Layers;

/// <summary>Each value of the output as a weighted sum of all values of its channel: weights of one axis times those of the other.</summary>
public sealed record UpsampleReference(params int[] Scale) : ReferenceLayer("Upsample")
{
    public bool Bilinear { get; init; }

    public bool AlignCorners { get; init; }

    public override string Arguments => Literal(Scale) + (Bilinear ? ", Mode = UpsampleMode.Bilinear" : "") + (AlignCorners ? ", AlignCorners = true" : "");

    public override int[] OutputShape(int[] input) => [input[0], .. input.Skip(1).Select((size, axis) => size * Factor(axis))];

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        ForEachTerm(input, output, (from, to, weight) => output.Values[to] += weight * input.Values[from]);
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        ForEachTerm(input, outputGradient, (from, to, weight) => inputGradient.Values[from] += weight * outputGradient.Values[to]);
        return inputGradient;
    }

    private int Factor(int axis) => Scale[Math.Min(axis, Scale.Length - 1)];

    private void ForEachTerm(Tensor input, Tensor output, Action<int, int, double> visit)
    {
        // A sequence is an image of one row, enlarged along the other axis only.
        bool sequence = input.Shape.Length == 2;
        int height = sequence ? 1 : input.Shape[1], width = input.Shape[^1], rows = sequence ? 1 : output.Shape[1], columns = output.Shape[^1];
        for (int to = 0; to < output.Length; to++)
        {
            int channel = to / (rows * columns), row = to / columns % rows, column = to % columns;
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    double weight = Weight(row, y, height, sequence ? 1 : Factor(0)) * Weight(column, x, width, Factor(1));
                    if (weight != 0)
                        visit((((channel * height) + y) * width) + x, to, weight);
                }
            }
        }
    }

    /// <summary>What a value contributes at a place: linear, 1 where the places are equal and 0 from a distance of 1 on.</summary>
    private double Weight(int place, int from, int size, int scale)
    {
        if (!Bilinear)
            return place / scale == from ? 1 : 0;
        double at = AlignCorners
            ? size * scale == 1 ? 0 : place * (size - 1.0) / ((size * scale) - 1.0)
            : ((place + 0.5) / scale) - 0.5;
        return Math.Max(0, 1 - Math.Abs(Math.Clamp(at, 0, size - 1) - from));
    }
}
