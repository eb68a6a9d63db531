namespace NetCompiler.TestReference.Layers;

/// <summary>
/// out[f, y, x] = bias[f] + Σ weight[f, c, i, j] · in[c', y·s + i·d − top, x·s + j·d − left], zero outside the image. The sum runs over the input channels c' that
/// filter f reads: all, those of its group, or those in a table. On a sequence there is one row.
/// </summary>
public sealed record ConvReference(int Filters, ReferenceWindow Window, bool Bias = true) : ReferenceLayer("Conv")
{
    public ConvReference(int filters, int kernel)
        : this(filters, new ReferenceWindow(kernel, kernel))
    {
    }

    /// <summary>Into how many groups input channels and filters are cut.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Per filter the input channels that it reads; null where it reads those of its group.</summary>
    public int[][]? Connections { get; init; }

    /// <summary>Over a sequence, to which the window's columns apply.</summary>
    public bool IsSequence { get; init; }

    /// <summary>A depthwise convolution of so many channels, with so many filters for each.</summary>
    public static ConvReference Depthwise(int channels, ReferenceWindow window, int multiplier = 1, bool bias = true) =>
        new(channels * multiplier, window, bias) { Kind = "DepthwiseConv", Groups = channels };

    public override string Arguments
    {
        get
        {
            string text = IsSequence ? $"{Window.Width}" : Window.KernelArgument;
            if (Kind == "Conv")
                text = $"{Filters}, {text}";
            else if (Filters > Groups)
                text += $", Multiplier = {Filters / Groups}";
            text += PerAxis("Stride", Window.StrideY, Window.StrideX) + PerAxis("Dilation", Window.DilationY, Window.DilationX);
            if (Window.Same)
                text += ", Same = true";
            else if (Window.Pads.Any(pad => pad != 0))
                text += IsSequence ? $", Pads = [{Window.Pads[1]}, {Window.Pads[3]}]" : Window.Pads.Distinct().Count() > 1 ? $", Pads = [{string.Join(", ", Window.Pads)}]" : $", Padding = {Window.Pads[0]}";
            if (Kind == "Conv" && Groups > 1)
                text += $", Groups = {Groups}";
            if (Connections is not null)
                text += $", Connections = [{string.Join(", ", Connections.Select(channels => $"\"{string.Join(',', channels)}\""))}]";
            return Bias ? text : text + ", Bias = false";
        }
    }

    private string PerAxis(string name, int vertical, int horizontal) =>
        IsSequence || vertical == horizontal ? horizontal == 1 ? "" : $", {name} = {horizontal}" : $", {name}s = [{vertical}, {horizontal}]";

    public override int[] OutputShape(int[] input)
    {
        (int height, int width) = Window.OutputSize(IsSequence ? 1 : input[1], input[^1]);
        return IsSequence ? [Filters, width] : [Filters, height, width];
    }

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input)
    {
        int[] channels = Connections is null ? [Filters, input[0] / Groups] : [Connections.Sum(list => list.Length)];
        (string, int[]) weight = ("weight", [.. channels, .. IsSequence ? (int[])[Window.Width] : [Window.Height, Window.Width]]);
        return Bias ? [weight, ("bias", [Filters])] : [weight];
    }

    public override long MultiplyAdds(int[] input, int[] output) =>
        WeightShapes(input)[0].Shape.Aggregate(1L, (product, size) => product * size) * output.Skip(1).Aggregate(1L, (product, size) => product * size);

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        (Tensor image, Tensor result) = (Image(input), Image(output));
        ForEachProduct(image, (f, y, x, weight, c, row, column) => result[f, y, x] += weights[0].Values[weight] * image[c, row, column]);
        if (Bias)
            ForEachOutput(result, (f, y, x) => result[f, y, x] += weights[1].Values[f]);
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        (Tensor image, Tensor result, Tensor gradients) = (Image(input), Image(inputGradient), Image(outputGradient));
        ForEachProduct(image, (f, y, x, weight, c, row, column) =>
        {
            double gradient = gradients[f, y, x];
            result[c, row, column] += gradient * weights[0].Values[weight];
            weightGradients[0].Values[weight] += gradient * image[c, row, column];
        });
        if (Bias)
            ForEachOutput(gradients, (f, y, x) => weightGradients[1].Values[f] += gradients[f, y, x]);
        return inputGradient;
    }

    /// <summary>The same values with a row axis.</summary>
    private Tensor Image(Tensor tensor) => IsSequence ? new Tensor([tensor.Shape[0], 1, tensor.Shape[1]], tensor.Values) : tensor;

    private static void ForEachOutput(Tensor output, Action<int, int, int> visit)
    {
        for (int f = 0; f < output.Shape[0]; f++)
        {
            for (int y = 0; y < output.Shape[1]; y++)
            {
                for (int x = 0; x < output.Shape[2]; x++)
                    visit(f, y, x);
            }
        }
    }

    /// <summary>The input channels that a filter reads, in the order of its weights.</summary>
    private int[] ChannelsOf(int filter, int channels)
    {
        if (Connections is not null)
            return Connections[filter];
        int group = filter / (Filters / Groups), size = channels / Groups;
        return [.. Enumerable.Range(group * size, size)];
    }

    /// <summary>Every multiplication inside the image: filter, output row and column, the weight's place in its tensor, input channel, row and column.</summary>
    private void ForEachProduct(Tensor input, Action<int, int, int, int, int, int, int> visit)
    {
        int[] pads = Window.PadsFor(input.Shape[1], input.Shape[2]);
        (int height, int width) = Window.OutputSize(input.Shape[1], input.Shape[2]);
        int weights = 0;
        for (int f = 0; f < Filters; f++)
        {
            int[] channels = ChannelsOf(f, input.Shape[0]);
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    int weight = weights;
                    foreach (int c in channels)
                    {
                        for (int i = 0; i < Window.Height; i++)
                        {
                            for (int j = 0; j < Window.Width; j++, weight++)
                            {
                                int row = (y * Window.StrideY) + (i * Window.DilationY) - pads[0], column = (x * Window.StrideX) + (j * Window.DilationX) - pads[1];
                                if (row >= 0 && row < input.Shape[1] && column >= 0 && column < input.Shape[2])
                                    visit(f, y, x, weight, c, row, column);
                            }
                        }
                    }
                }
            }

            weights += channels.Length * Window.Height * Window.Width;
        }
    }
}
