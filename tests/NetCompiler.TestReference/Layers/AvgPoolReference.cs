namespace NetCompiler.TestReference.Layers;

/// <summary>The mean of each window.</summary>
public sealed record AvgPoolReference(ReferenceWindow Window) : PoolReference("AvgPool", Window)
{
    public AvgPoolReference(int kernel)
        : this(new ReferenceWindow(kernel, kernel) { StrideY = kernel, StrideX = kernel })
    {
    }

    private double Count => Window.Height * Window.Width;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        ForEachWindow(input, (c, y, x) =>
        {
            foreach ((int row, int column) in Pixels(y, x))
                output[c, y, x] += input[c, row, column] / Count;
        });
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        ForEachWindow(input, (c, y, x) =>
        {
            foreach ((int row, int column) in Pixels(y, x))
                inputGradient[c, row, column] += outputGradient[c, y, x] / Count;
        });
        return inputGradient;
    }
}
