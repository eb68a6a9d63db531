namespace NetCompiler.TestReference.Layers;

/// <summary>
/// out[f, y, x] = bias[f, y, x] + Σ weight[f, y, x, c, i, j] · in[c, y·s + i − top, x·s + j − left], zero outside the image. Shared weights and a shared
/// bias have no y and x. Image or sequence.
/// </summary>
public sealed record LocallyConnectedReference(int Filters, ReferenceWindow Window) : ReferenceLayer("LocallyConnected")
{
    public bool Bias { get; init; } = true;

    public bool SharedBias { get; init; }

    public bool SharedWeights { get; init; }

    /// <summary>Whether the layer is written with one number per argument.</summary>
    public bool IsSequence { get; init; }

    public override bool IsLinearInWeights => true;

    public override string NamePrefix => "local";

    public override string Arguments
    {
        get
        {
            string text = IsSequence ? $"{Filters}, {Window.Width}" : $"{Filters}, {Window.KernelArgument}";
            if (IsSequence || Window.StrideY == Window.StrideX)
                text += Window.StrideX == 1 ? "" : $", Stride = {Window.StrideX}";
            else
                text += $", Strides = [{Window.StrideY}, {Window.StrideX}]";
            if (Window.Same)
                text += ", Same = true";
            else if (Window.Pads.Any(pad => pad != 0))
                text += $", Pads = [{string.Join(", ", IsSequence ? [Window.Pads[1], Window.Pads[3]] : Window.Pads)}]";
            return text + (Bias ? "" : ", Bias = false") + (SharedBias ? ", SharedBias = true" : "") + (SharedWeights ? ", SharedWeights = true" : "");
        }
    }

    public override int[] OutputShape(int[] input)
    {
        (int height, int width) = Window.OutputSize(IsSequence ? 1 : input[1], input[^1]);
        return IsSequence ? [Filters, width] : [Filters, height, width];
    }

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input)
    {
        int[] pixels = OutputShape(input)[1..], kernel = IsSequence ? [Window.Width] : [Window.Height, Window.Width];
        (string, int[]) weight = ("weight", [Filters, .. SharedWeights ? [] : pixels, input[0], .. kernel]);
        return Bias ? [weight, ("bias", [Filters, .. SharedBias ? [] : pixels])] : [weight];
    }

    public override long MultiplyAdds(int[] input, int[] output) =>
        output.Aggregate(1L, (product, size) => product * size) * input[0] * Window.Height * Window.Width;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        for (int i = 0; Bias && i < output.Length; i++)
            output.Values[i] = weights[1].Values[BiasOf(output, i)];
        ForEachProduct(input, (from, weight, to) => output.Values[to] += weights[0].Values[weight] * input.Values[from]);
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
        for (int i = 0; Bias && i < outputGradient.Length; i++)
            weightGradients[1].Values[BiasOf(outputGradient, i)] += outputGradient.Values[i];
        return inputGradient;
    }

    private int BiasOf(Tensor output, int index) => SharedBias ? index / (output.Length / Filters) : index;

    /// <summary>Every multiplication inside the image: the indexes of input, weight and output.</summary>
    private void ForEachProduct(Tensor input, Action<int, int, int> visit)
    {
        int[] shape = OutputShape(input.Shape);
        (int channels, int height, int width) = (input.Shape[0], IsSequence ? 1 : input.Shape[1], input.Shape[^1]);
        (int rows, int columns) = (IsSequence ? 1 : shape[1], shape[^1]);
        int[] pads = Window.PadsFor(height, width);
        for (int output = 0; output < Filters * rows * columns; output++)
        {
            (int filter, int y, int x) = (output / (rows * columns), output / columns % rows, output % columns);
            for (int c = 0; c < channels; c++)
            {
                for (int i = 0; i < Window.Height; i++)
                {
                    for (int j = 0; j < Window.Width; j++)
                    {
                        int row = (y * Window.StrideY) + i - pads[0], column = (x * Window.StrideX) + j - pads[1];
                        if (row < 0 || row >= height || column < 0 || column >= width)
                            continue;
                        int set = SharedWeights ? filter : output;
                        visit((((c * height) + row) * width) + column, (((((set * channels) + c) * Window.Height) + i) * Window.Width) + j, output);
                    }
                }
            }
        }
    }
}
