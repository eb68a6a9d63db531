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

    public override bool IsLinearInWeights => true;

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
        (double[] values, double[] sums) = (input.Values, output.Values);
        int perFilter = output.Length / Filters;
        for (int i = 0; Bias && i < output.Length; i++)
            sums[i] = weights[1].Values[i / perFilter];
        ForEachRun(input, run =>
        {
            double weight = weights[0].Values[run.Weight];
            for (int x = 0, from = run.From; x < run.Length; x++, from += Window.StrideX)
                sums[run.To + x] += weight * values[from];
        });
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        double[] gradients = outputGradient.Values;
        ForEachRun(input, run =>
        {
            for (int x = 0, from = run.From; x < run.Length; x++, from += Window.StrideX)
            {
                inputGradient.Values[from] += gradients[run.To + x] * weights[0].Values[run.Weight];
                weightGradients[0].Values[run.Weight] += gradients[run.To + x] * input.Values[from];
            }
        });
        int perFilter = outputGradient.Length / Filters;
        for (int i = 0; Bias && i < outputGradient.Length; i++)
            weightGradients[1].Values[i / perFilter] += gradients[i];
        return inputGradient;
    }

    /// <summary>The input channels that a filter reads, in the order of its weights.</summary>
    private int[] ChannelsOf(int filter, int channels)
    {
        if (Connections is not null)
            return Connections[filter];
        int group = filter / (Filters / Groups), size = channels / Groups;
        return [.. Enumerable.Range(group * size, size)];
    }

    /// <summary>The products of one weight for one row of the output, as far as they are inside the image.</summary>
    /// <param name="Weight">The weight's place in its tensor.</param>
    /// <param name="From">The place of the first input value; the next ones follow at the stride.</param>
    /// <param name="To">The place of the first output value; the next ones follow side by side.</param>
    /// <param name="Length">How many products.</param>
    private readonly record struct Run(int Weight, int From, int To, int Length);

    /// <summary>Every multiplication inside the image, row by row.</summary>
    private void ForEachRun(Tensor input, Action<Run> visit)
    {
        (int inputHeight, int inputWidth) = (IsSequence ? 1 : input.Shape[1], input.Shape[^1]);
        int[] pads = Window.PadsFor(inputHeight, inputWidth);
        (int height, int width) = Window.OutputSize(inputHeight, inputWidth);
        int[] left = [.. Enumerable.Range(0, Window.Width).Select(j => (j * Window.DilationX) - pads[1])];
        int[] first = [.. left.Select(column => Enumerable.Range(0, width).Count(x => (x * Window.StrideX) + column < 0))];
        int[] end = [.. left.Select(column => Enumerable.Range(0, width).Count(x => (x * Window.StrideX) + column < inputWidth))];
        int weight = 0;
        for (int f = 0; f < Filters; f++)
        {
            foreach (int c in ChannelsOf(f, input.Shape[0]))
            {
                for (int i = 0; i < Window.Height; i++)
                {
                    for (int j = 0; j < Window.Width; j++, weight++)
                    {
                        for (int y = 0; y < height; y++)
                        {
                            int row = (y * Window.StrideY) + (i * Window.DilationY) - pads[0];
                            if (row < 0 || row >= inputHeight)
                                continue;
                            int from = (((c * inputHeight) + row) * inputWidth) + (first[j] * Window.StrideX) + left[j], to = (((f * height) + y) * width) + first[j];
                            visit(new Run(weight, from, to, end[j] - first[j]));
                        }
                    }
                }
            }
        }
    }
}
