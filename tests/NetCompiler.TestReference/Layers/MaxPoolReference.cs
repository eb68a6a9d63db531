namespace NetCompiler.TestReference.Layers;

/// <summary>The largest value of each window; of equal ones the first in row-major order takes the gradient.</summary>
public sealed record MaxPoolReference(ReferenceWindow Window) : PoolReference("MaxPool", Window)
{
    public MaxPoolReference(int kernel)
        : this(new ReferenceWindow(kernel, kernel) { StrideY = kernel, StrideX = kernel })
    {
    }

    protected override double Join(Tensor image, int c, int y, int x)
    {
        (int row, int column) = FirstLargest(image, c, y, x);
        return image[c, row, column];
    }

    protected override void Share(Tensor image, Tensor imageGradient, int c, int y, int x, double gradient)
    {
        (int row, int column) = FirstLargest(image, c, y, x);
        imageGradient[c, row, column] += gradient;
    }

    private (int Row, int Column) FirstLargest(Tensor image, int c, int y, int x)
    {
        (int Row, int Column) best = (-1, -1);
        foreach ((int row, int column) in Pixels(image, y, x))
        {
            if (best.Row < 0 || image[c, row, column] > image[c, best.Row, best.Column])
                best = (row, column);
        }

        return best;
    }
}
