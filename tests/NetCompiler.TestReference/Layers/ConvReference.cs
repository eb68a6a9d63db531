namespace NetCompiler.TestReference.Layers;

/// <summary>out[f, y, x] = bias[f] + Σ weight[f, c, i, j] · in[c, y·s + i − top, x·s + j − left], zero outside the image.</summary>
public sealed record ConvReference(int Filters, ReferenceWindow Window, bool Bias = true) : ReferenceLayer("Conv")
{
    public ConvReference(int filters, int kernel)
        : this(filters, new ReferenceWindow(kernel, kernel))
    {
    }

    public override string Arguments
    {
        get
        {
            string text = $"{Filters}, {Window.KernelArgument}";
            if (Window.StrideY != Window.StrideX)
                text += $", Strides = [{Window.StrideY}, {Window.StrideX}]";
            else if (Window.StrideY != 1)
                text += $", Stride = {Window.StrideY}";
            if (Window.Same)
                text += ", Same = true";
            else if (Window.Pads.Distinct().Count() > 1)
                text += $", Pads = [{string.Join(", ", Window.Pads)}]";
            else if (Window.Pads[0] != 0)
                text += $", Padding = {Window.Pads[0]}";
            return Bias ? text : text + ", Bias = false";
        }
    }

    public override int[] OutputShape(int[] input)
    {
        (int height, int width) = Window.OutputSize(input[1], input[2]);
        return [Filters, height, width];
    }

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input)
    {
        (string, int[]) weight = ("weight", [Filters, input[0], Window.Height, Window.Width]);
        return Bias ? [weight, ("bias", [Filters])] : [weight];
    }

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        ForEachProduct(input, (f, y, x, c, i, j, row, column) => output[f, y, x] += weights[0][f, c, i, j] * input[c, row, column]);
        if (Bias)
            ForEachOutput(output, (f, y, x) => output[f, y, x] += weights[1].Values[f]);
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        ForEachProduct(input, (f, y, x, c, i, j, row, column) =>
        {
            double gradient = outputGradient[f, y, x];
            inputGradient[c, row, column] += gradient * weights[0][f, c, i, j];
            weightGradients[0][f, c, i, j] += gradient * input[c, row, column];
        });
        if (Bias)
            ForEachOutput(outputGradient, (f, y, x) => weightGradients[1].Values[f] += outputGradient[f, y, x]);
        return inputGradient;
    }

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

    /// <summary>Every multiplication inside the image: filter, output row and column, channel, tap row and column, input row and column.</summary>
    private void ForEachProduct(Tensor input, Action<int, int, int, int, int, int, int, int> visit)
    {
        int[] pads = Window.PadsFor(input.Shape[1], input.Shape[2]), shape = OutputShape(input.Shape);
        for (int f = 0; f < Filters; f++)
        {
            for (int y = 0; y < shape[1]; y++)
            {
                for (int x = 0; x < shape[2]; x++)
                {
                    for (int c = 0; c < input.Shape[0]; c++)
                    {
                        for (int i = 0; i < Window.Height; i++)
                        {
                            for (int j = 0; j < Window.Width; j++)
                            {
                                int row = (y * Window.StrideY) + i - pads[0], column = (x * Window.StrideX) + j - pads[1];
                                if (row >= 0 && row < input.Shape[1] && column >= 0 && column < input.Shape[2])
                                    visit(f, y, x, c, i, j, row, column);
                            }
                        }
                    }
                }
            }
        }
    }
}
