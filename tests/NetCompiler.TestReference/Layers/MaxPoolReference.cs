namespace NetCompiler.TestReference.Layers;

/// <summary>The largest value of each window; of equal ones the first in row-major order takes the gradient.</summary>
public sealed record MaxPoolReference(ReferenceWindow Window) : PoolReference("MaxPool", Window)
{
    public MaxPoolReference(int kernel)
        : this(new ReferenceWindow(kernel, kernel) { StrideY = kernel, StrideX = kernel })
    {
    }

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        ForEachWindow(input, (c, y, x) =>
        {
            (int row, int column) = FirstLargest(input, c, y, x);
            output[c, y, x] = input[c, row, column];
        });
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        ForEachWindow(input, (c, y, x) =>
        {
            (int row, int column) = FirstLargest(input, c, y, x);
            inputGradient[c, row, column] += outputGradient[c, y, x];
        });
        return inputGradient;
    }

    private (int Row, int Column) FirstLargest(Tensor input, int c, int y, int x)
    {
        (int Row, int Column) best = (-1, -1);
        foreach ((int row, int column) in Pixels(y, x))
        {
            if (best.Row < 0 || input[c, row, column] > input[c, best.Row, best.Column])
                best = (row, column);
        }

        return best;
    }
}
