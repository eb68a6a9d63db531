namespace NetCompiler.TestReference.Layers;

/// <summary>
/// Every input value stamps its channel's kernels onto the output: out[f, y·s + i·d − top, x·s + j·d − left] += in[c, y, x] · weight[c, f, i, j], as far
/// as that is inside; then the bias. Image or sequence.
/// </summary>
/// <param name="Filters">Output channels.</param>
/// <param name="Window">The kernel; its pads are taken off the output.</param>
/// <param name="Bias">Whether there is a bias per filter.</param>
public sealed record ConvTransposeReference(int Filters, ReferenceWindow Window, bool Bias = true) : ReferenceLayer("ConvTranspose")
{
    public int OutputPaddingY { get; init; }

    public int OutputPaddingX { get; init; }

    public int DilationY { get; init; } = 1;

    public int DilationX { get; init; } = 1;

    public int Groups { get; init; } = 1;

    public override bool IsLinearInWeights => true;

    public override string NamePrefix => "deconv";

    public override string Arguments
    {
        get
        {
            bool sequence = Window.Height == 1 && Window.StrideY == 1 && Window.Pads is [0, _, 0, _] && IsSequence;
            string PerAxis(string name, int y, int x, int usual) =>
                sequence || y == x ? (x == usual ? "" : $", {name} = {x}") : $", {name}s = [{y}, {x}]";
            string text = sequence ? $"{Filters}, {Window.Width}" : $"{Filters}, {Window.KernelArgument}";
            text += PerAxis("Stride", Window.StrideY, Window.StrideX, 1) + PerAxis("Dilation", DilationY, DilationX, 1) + PerAxis("OutputPadding", OutputPaddingY, OutputPaddingX, 0);
            if (Window.Pads.Any(pad => pad != 0))
                text += $", Pads = [{string.Join(", ", sequence ? [Window.Pads[1], Window.Pads[3]] : Window.Pads)}]";
            return text + (Groups == 1 ? "" : $", Groups = {Groups}") + (Bias ? "" : ", Bias = false");
        }
    }

    /// <summary>Whether the layer is written with one number per argument.</summary>
    public bool IsSequence { get; init; }

    public override int[] OutputShape(int[] input)
    {
        int Size(int size, int stride, int dilation, int kernel, int pads, int added)
        {
            // The last place that a stamp reaches, and one more.
            int end = 0;
            for (int at = 0; at < size; at++)
            {
                for (int tap = 0; tap < kernel; tap++)
                    end = Math.Max(end, (at * stride) + (tap * dilation) + 1);
            }

            return end - pads + added;
        }

        int[] pads = Window.Pads;
        int width = Size(input[^1], Window.StrideX, DilationX, Window.Width, pads[1] + pads[3], OutputPaddingX);
        return IsSequence
            ? [Filters, width]
            : [Filters, Size(input[1], Window.StrideY, DilationY, Window.Height, pads[0] + pads[2], OutputPaddingY), width];
    }

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input)
    {
        int[] kernel = IsSequence ? [Window.Width] : [Window.Height, Window.Width];
        (string, int[]) weight = ("weight", [input[0], Filters / Groups, .. kernel]);
        return Bias ? [weight, ("bias", [Filters])] : [weight];
    }

    public override long MultiplyAdds(int[] input, int[] output) =>
        input.Aggregate(1L, (product, size) => product * size) * (Filters / Groups) * Window.Height * Window.Width;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        if (Bias)
        {
            for (int i = 0; i < output.Length; i++)
                output.Values[i] = weights[1].Values[i / (output.Length / Filters)];
        }

        ForEachProduct(input, (from, weight, to) => output.Values[to] += input.Values[from] * weights[0].Values[weight]);
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        ForEachProduct(input, (from, weight, to) =>
        {
            inputGradient.Values[from] += outputGradient.Values[to] * weights[0].Values[weight];
            weightGradients[0].Values[weight] += outputGradient.Values[to] * input.Values[from];
        });
        if (Bias)
        {
            for (int i = 0; i < outputGradient.Length; i++)
                weightGradients[1].Values[i / (outputGradient.Length / Filters)] += outputGradient.Values[i];
        }

        return inputGradient;
    }

    /// <summary>Every product that reaches the output: the indexes of input, weight and output.</summary>
    private void ForEachProduct(Tensor input, Action<int, int, int> visit)
    {
        int[] shape = OutputShape(input.Shape);
        (int height, int width) = IsSequence ? (1, input.Shape[1]) : (input.Shape[1], input.Shape[2]);
        (int outputHeight, int outputWidth) = IsSequence ? (1, shape[1]) : (shape[1], shape[2]);
        int inputsPerGroup = input.Shape[0] / Groups, filtersPerGroup = Filters / Groups;
        for (int c = 0; c < input.Shape[0]; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    for (int f = 0; f < filtersPerGroup; f++)
                    {
                        for (int i = 0; i < Window.Height; i++)
                        {
                            for (int j = 0; j < Window.Width; j++)
                            {
                                int row = (y * Window.StrideY) + (i * DilationY) - Window.Pads[0], column = (x * Window.StrideX) + (j * DilationX) - Window.Pads[1];
                                if (row < 0 || row >= outputHeight || column < 0 || column >= outputWidth)
                                    continue;
                                int filter = (c / inputsPerGroup * filtersPerGroup) + f;
                                visit(
                                    (((c * height) + y) * width) + x,
                                    (((((c * filtersPerGroup) + f) * Window.Height) + i) * Window.Width) + j,
                                    (((filter * outputHeight) + row) * outputWidth) + column);
                            }
                        }
                    }
                }
            }
        }
    }
}
