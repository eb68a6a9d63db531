namespace NetCompiler.TestReference.Layers;

/// <summary>Output row i of n is the mean of the input rows from ⌊i · rows / n⌋ up to ⌈(i + 1) · rows / n⌉, and columns likewise; one size is that of a sequence.</summary>
public sealed record AdaptiveAvgPoolReference(params int[] Size) : ReferenceLayer("AdaptiveAvgPool")
{
    public override string Arguments => Size.Length == 1 || Size[0] != Size[1] ? Literal(Size) : $"{Size[0]}";

    public override int[] OutputShape(int[] input) => [input[0], .. Size];

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        ForEachValue(input.Shape, (from, to, count) => output.Values[to] += input.Values[from] / count);
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        ForEachValue(input.Shape, (from, to, count) => inputGradient.Values[from] += outputGradient.Values[to] / count);
        return inputGradient;
    }

    /// <summary>Every value of every window: its index, the output's, and how many the window has.</summary>
    private void ForEachValue(int[] input, Action<int, int, int> visit)
    {
        (int height, int width) = input.Length == 2 ? (1, input[1]) : (input[1], input[2]);
        (int rows, int columns) = Size.Length == 1 ? (1, Size[0]) : (Size[0], Size[1]);
        for (int c = 0; c < input[0]; c++)
        {
            for (int y = 0; y < rows; y++)
            {
                for (int x = 0; x < columns; x++)
                {
                    (int top, int bottom) = Window(y, rows, height);
                    (int left, int right) = Window(x, columns, width);
                    for (int row = top; row < bottom; row++)
                    {
                        for (int column = left; column < right; column++)
                            visit((((c * height) + row) * width) + column, (((c * rows) + y) * columns) + x, (bottom - top) * (right - left));
                    }
                }
            }
        }
    }

    private static (int First, int End) Window(int output, int outputs, int inputs) =>
        ((int)Math.Floor((decimal)output * inputs / outputs), (int)Math.Ceiling((decimal)(output + 1) * inputs / outputs));
}
