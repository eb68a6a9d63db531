namespace NetCompiler.TestReference.Layers;

/// <summary>What pools share: one value per window and channel. Values outside the input belong to no window.</summary>
public abstract record PoolReference(string Kind, ReferenceWindow Window) : ReferenceLayer(Kind)
{
    public int DilationY { get; init; } = 1;

    public int DilationX { get; init; } = 1;

    /// <summary>Whether a last window may reach beyond the padding, so long as it starts within the input or the padding before it.</summary>
    public bool CeilMode { get; init; }

    /// <summary>Whether the input is a sequence, over which the window's row slides.</summary>
    public bool OfSequence { get; init; }

    /// <summary>The window's outline.</summary>
    private ReferenceWindow Extent => Window with { Height = ((Window.Height - 1) * DilationY) + 1, Width = ((Window.Width - 1) * DilationX) + 1 };

    public override string Arguments
    {
        get
        {
            string text = OfSequence ? $"{Window.Width}" : Window.KernelArgument;
            int[] stride = OfSequence ? [Window.StrideX] : [Window.StrideY, Window.StrideX], dilation = OfSequence ? [DilationX] : [DilationY, DilationX];
            int[] pads = OfSequence ? [Window.Pads[1], Window.Pads[3]] : Window.Pads;
            if (Window.StrideX != Window.Width || (!OfSequence && Window.StrideY != Window.Height))
                text += stride.Distinct().Count() == 1 ? $", Stride = {stride[0]}" : $", Strides = {Literal(stride)}";
            if (Window.Same)
                text += ", Same = true";
            else if (pads.Any(pad => pad != 0))
                text += pads.Distinct().Count() == 1 ? $", Padding = {pads[0]}" : $", Pads = {Literal(pads)}";
            if (dilation.Any(step => step != 1))
                text += dilation.Distinct().Count() == 1 ? $", Dilation = {dilation[0]}" : $", Dilations = {Literal(dilation)}";
            return CeilMode ? $"{text}, CeilMode = true" : text;
        }
    }

    public override int[] OutputShape(int[] input)
    {
        int[] size = AsImage(input);
        int[] pads = PadsFor(size);
        int height = Positions(size[1], pads[0], pads[2], Extent.Height, Window.StrideY), width = Positions(size[2], pads[1], pads[3], Extent.Width, Window.StrideX);
        return OfSequence ? [input[0], width] : [input[0], height, width];
    }

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        int[] shape = OutputShape(input.Shape);
        var output = new Tensor(AsImage(shape));
        var image = new Tensor(AsImage(input.Shape), input.Values);
        ForEachWindow(output, (c, y, x) => output[c, y, x] = Join(image, c, y, x));
        return new Tensor(shape, output.Values);
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var image = new Tensor(AsImage(input.Shape), input.Values);
        var inputGradient = new Tensor(image.Shape);
        var gradient = new Tensor(AsImage(outputGradient.Shape), outputGradient.Values);
        ForEachWindow(gradient, (c, y, x) => Share(image, inputGradient, c, y, x, gradient[c, y, x]));
        return new Tensor(input.Shape, inputGradient.Values);
    }

    /// <summary>The value of a window.</summary>
    protected abstract double Join(Tensor image, int c, int y, int x);

    /// <summary>Adds a window's gradient to that of its values.</summary>
    protected abstract void Share(Tensor image, Tensor imageGradient, int c, int y, int x, double gradient);

    /// <summary>The rows and columns of the padded input under a window, in row-major order, in the input's coordinates.</summary>
    protected IEnumerable<(int Row, int Column)> Taps(Tensor image, int y, int x)
    {
        int[] pads = PadsFor(image.Shape);
        for (int i = 0; i < Window.Height; i++)
        {
            for (int j = 0; j < Window.Width; j++)
                yield return ((y * Window.StrideY) + (i * DilationY) - pads[0], (x * Window.StrideX) + (j * DilationX) - pads[1]);
        }
    }

    /// <summary>Those of them that lie in the input.</summary>
    protected IEnumerable<(int Row, int Column)> Pixels(Tensor image, int y, int x) =>
        Taps(image, y, x).Where(tap => tap.Row >= 0 && tap.Row < image.Shape[1] && tap.Column >= 0 && tap.Column < image.Shape[2]);

    protected int[] PadsFor(int[] image) => Extent.PadsFor(image[1], image[2]);

    private int[] AsImage(int[] shape) => OfSequence ? [shape[0], 1, shape[1]] : shape;

    private static void ForEachWindow(Tensor output, Action<int, int, int> visit)
    {
        for (int c = 0; c < output.Shape[0]; c++)
        {
            for (int y = 0; y < output.Shape[1]; y++)
            {
                for (int x = 0; x < output.Shape[2]; x++)
                    visit(c, y, x);
            }
        }
    }

    /// <summary>Counts the windows of one axis.</summary>
    private int Positions(int size, int before, int after, int extent, int stride)
    {
        (int count, int end) = (0, extent - stride);
        int start = -before;
        for (; start + extent <= size + after; start += stride)
            (count, end) = (count + 1, start + before + extent);
        bool leavesSome = end < before + size + after;
        return CeilMode && leavesSome && start < size ? count + 1 : count;
    }
}
