namespace NetCompiler.TestReference.Layers;

/// <summary>The mean of each window: the sum of its values in the input, divided by their number or by that of its values in the padded input.</summary>
public sealed record AvgPoolReference(ReferenceWindow Window) : PoolReference("AvgPool", Window)
{
    public AvgPoolReference(int kernel)
        : this(new ReferenceWindow(kernel, kernel) { StrideY = kernel, StrideX = kernel })
    {
    }

    /// <summary>As declared; unless given, the zeros of "same" padding do not count and others do.</summary>
    public bool? CountIncludePad { get; init; }

    public override string Arguments =>
        base.Arguments + (CountIncludePad is { } counts ? $", CountIncludePad = {(counts ? "true" : "false")}" : "");

    protected override double Join(Tensor image, int c, int y, int x) =>
        Pixels(image, y, x).Sum(pixel => image[c, pixel.Row, pixel.Column]) / Count(image, y, x);

    protected override void Share(Tensor image, Tensor imageGradient, int c, int y, int x, double gradient)
    {
        foreach ((int row, int column) in Pixels(image, y, x))
            imageGradient[c, row, column] += gradient / Count(image, y, x);
    }

    private int Count(Tensor image, int y, int x)
    {
        if (!(CountIncludePad ?? !Window.Same))
            return Pixels(image, y, x).Count();
        int[] pads = PadsFor(image.Shape);
        return Taps(image, y, x).Count(tap => tap.Row < image.Shape[1] + pads[2] && tap.Column < image.Shape[2] + pads[3]);
    }
}
