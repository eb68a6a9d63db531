namespace NetCompiler.TestReference.Layers;

/// <summary>What scales and normalisations share: a <c>weight</c> and a <c>bias</c>, a number per channel or per value.</summary>
public abstract record AffineReference(string Kind) : ReferenceLayer(Kind)
{
    public override int[] OutputShape(int[] input) => input;

    /// <summary>x · weight + bias.</summary>
    protected static Tensor Affine(Tensor x, IReadOnlyList<Tensor> weights) =>
        Indexed(x, (value, i) => (value * (weights.Count > 0 ? Of(weights[0], x, i) : 1)) + (weights.Count > 1 ? Of(weights[1], x, i) : 0));

    /// <summary>The gradient with respect to x; adds those of the weights.</summary>
    protected static Tensor AffineBackward(Tensor x, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        for (int i = 0; i < x.Length; i++)
        {
            int at = x.Length / (weights.Count > 0 ? weights[0].Length : x.Length);
            if (weights.Count > 0)
                weightGradients[0].Values[i / at] += x.Values[i] * outputGradient.Values[i];
            if (weights.Count > 1)
                weightGradients[1].Values[i / at] += outputGradient.Values[i];
        }

        return Indexed(outputGradient, (gradient, i) => gradient * (weights.Count > 0 ? Of(weights[0], x, i) : 1));
    }

    /// <summary>(x − mean) / √(variance + ε) over runs of consecutive values.</summary>
    protected static Tensor Standardize(Tensor x, int runLength, double epsilon)
    {
        var result = new Tensor(x.Shape);
        foreach (Range run in Runs(x, runLength))
        {
            double[] values = x.Values[run];
            double mean = values.Average(), variance = values.Average(value => (value - mean) * (value - mean));
            for (int i = 0; i < runLength; i++)
                result.Values[run.Start.Value + i] = (values[i] - mean) / Math.Sqrt(variance + epsilon);
        }

        return result;
    }

    /// <summary>The gradient of <see cref="Standardize"/>.</summary>
    protected static Tensor StandardizeBackward(Tensor x, int runLength, double epsilon, Tensor outputGradient)
    {
        Tensor standard = Standardize(x, runLength, epsilon);
        var result = new Tensor(x.Shape);
        foreach (Range run in Runs(x, runLength))
        {
            double[] values = x.Values[run], y = standard.Values[run], gradients = outputGradient.Values[run];
            double mean = values.Average(), variance = values.Average(value => (value - mean) * (value - mean));
            double meanGradient = gradients.Average(), meanProduct = gradients.Zip(y, (gradient, value) => gradient * value).Average();
            for (int i = 0; i < runLength; i++)
                result.Values[run.Start.Value + i] = (gradients[i] - meanGradient - (y[i] * meanProduct)) / Math.Sqrt(variance + epsilon);
        }

        return result;
    }

    private static IEnumerable<Range> Runs(Tensor x, int length) => Enumerable.Range(0, x.Length / length).Select(run => (run * length)..((run + 1) * length));

    private static double Of(Tensor weight, Tensor x, int index) => weight.Values[index / (x.Length / weight.Length)];

    private static Tensor Indexed(Tensor x, Func<double, int, double> function) => new(x.Shape, [.. x.Values.Select(function)]);
}
