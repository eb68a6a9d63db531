namespace NetCompiler.TestReference.Layers;

/// <summary>A border of zeros: one width, or top, left, bottom, right.</summary>
public sealed record PadReference(params int[] Pads) : ReferenceLayer("Pad")
{
    public override string Arguments => Literal(Pads);

    private int[] Sides => Pads.Length == 4 ? Pads : [Pads[0], Pads[0], Pads[0], Pads[0]];

    public override int[] OutputShape(int[] input) => [input[0], input[1] + Sides[0] + Sides[2], input[2] + Sides[1] + Sides[3]];

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        ForEachPixel(input.Shape, (c, y, x) => output[c, y + Sides[0], x + Sides[1]] = input[c, y, x]);
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        ForEachPixel(input.Shape, (c, y, x) => inputGradient[c, y, x] = outputGradient[c, y + Sides[0], x + Sides[1]]);
        return inputGradient;
    }

    private static void ForEachPixel(int[] shape, Action<int, int, int> visit)
    {
        for (int c = 0; c < shape[0]; c++)
        {
            for (int y = 0; y < shape[1]; y++)
            {
                for (int x = 0; x < shape[2]; x++)
                    visit(c, y, x);
            }
        }
    }
}
