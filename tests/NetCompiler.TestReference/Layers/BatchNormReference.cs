using System.Globalization;

namespace NetCompiler.TestReference.Layers;

/// <summary>(x − mean) / √(variance + ε) · weight + bias per channel; mean and variance are running ones, in training the batch's.</summary>
public sealed record BatchNormReference(float Epsilon = 1e-5f, bool Affine = true) : ReferenceLayer("BatchNorm")
{
    public override string NamePrefix => "bn";

    public override string Arguments => string.Create(CultureInfo.InvariantCulture, $"Epsilon = {Epsilon:R}f") + (Affine ? "" : ", Affine = false");

    public override bool DependsOnBatch => true;

    public override int[] OutputShape(int[] input) => input;

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input)
    {
        (string, int[])[] statistics = [("running_mean", [input[0]]), ("running_var", [input[0]])];
        return Affine ? [("weight", [input[0]]), ("bias", [input[0]]), .. statistics] : statistics;
    }

    public override bool IsTrainable(string suffix) => !suffix.StartsWith("running", StringComparison.Ordinal);

    public override Tensor Draw(string suffix, int[] shape, RandomValues random) =>
        suffix is "weight" or "running_var" ? random.Tensor(shape, 0.5, 1.5) : base.Draw(suffix, shape, random);

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        (Tensor mean, Tensor variance) = (weights[^2], weights[^1]);
        return Map(input, (channel, x) => Weight(weights, channel) * (x - mean.Values[channel]) / Math.Sqrt(variance.Values[channel] + Epsilon) + Bias(weights, channel));
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        (Tensor mean, Tensor variance) = (weights[^2], weights[^1]);
        var inputGradient = new Tensor(input.Shape);
        ForEach(input, (channel, i) =>
        {
            double deviation = Math.Sqrt(variance.Values[channel] + Epsilon), x = input.Values[i] - mean.Values[channel], dy = outputGradient.Values[i], weight = Weight(weights, channel);
            inputGradient.Values[i] = dy * weight / deviation;
            if (Affine)
            {
                weightGradients[0].Values[channel] += dy * x / deviation;
                weightGradients[1].Values[channel] += dy;
            }

            weightGradients[^2].Values[channel] -= dy * weight / deviation;
            weightGradients[^1].Values[channel] -= dy * weight * x / (2 * deviation * deviation * deviation);
        });
        return inputGradient;
    }

    public override IReadOnlyList<Tensor> ForwardBatch(IReadOnlyList<IReadOnlyList<Tensor>> items, IReadOnlyList<Tensor> weights)
    {
        (double[] mean, double[] variance, _) = Statistics(items);
        return [.. items.Select(item => Map(item[0], (channel, x) => Weight(weights, channel) * (x - mean[channel]) / Math.Sqrt(variance[channel] + Epsilon) + Bias(weights, channel)))];
    }

    /// <summary>The chain rule through mean and variance, written out.</summary>
    public override IReadOnlyList<IReadOnlyList<Tensor>> BackwardBatch(
        IReadOnlyList<IReadOnlyList<Tensor>> items, IReadOnlyList<Tensor> weights, IReadOnlyList<Tensor> outputGradients, IReadOnlyList<Tensor> weightGradients)
    {
        (double[] mean, double[] variance, int count) = Statistics(items);
        double[] ofMean = new double[mean.Length], ofVariance = new double[mean.Length];
        for (int item = 0; item < items.Count; item++)
        {
            ForEach(items[item][0], (channel, i) =>
            {
                double deviation = Math.Sqrt(variance[channel] + Epsilon), x = items[item][0].Values[i] - mean[channel], dy = outputGradients[item].Values[i];
                ofMean[channel] -= dy * Weight(weights, channel) / deviation;
                ofVariance[channel] -= dy * Weight(weights, channel) * x / (2 * deviation * deviation * deviation);
                if (Affine)
                {
                    weightGradients[0].Values[channel] += dy * x / deviation;
                    weightGradients[1].Values[channel] += dy;
                }
            });
        }

        for (int channel = 0; channel < mean.Length; channel++)
        {
            weightGradients[^2].Values[channel] += mean[channel];
            weightGradients[^1].Values[channel] += variance[channel] * count / Math.Max(1, count - 1);
        }

        return [.. items.Select((item, number) => (IReadOnlyList<Tensor>)[MapPlaces(item[0], (channel, i) =>
        {
            double direct = outputGradients[number].Values[i] * Weight(weights, channel) / Math.Sqrt(variance[channel] + Epsilon);
            return direct + (ofMean[channel] / count) + (ofVariance[channel] * 2 * (item[0].Values[i] - mean[channel]) / count);
        })])];
    }

    /// <summary>Takes over mean and variance of a batch, in single precision, as the running ones.</summary>
    public static void Calibrate(IReadOnlyList<IReadOnlyList<Tensor>> items, IReadOnlyList<Tensor> weights)
    {
        (double[] mean, double[] variance, _) = Statistics(items);
        for (int channel = 0; channel < mean.Length; channel++)
            (weights[^2].Values[channel], weights[^1].Values[channel]) = ((float)mean[channel], (float)variance[channel]);
    }

    private static (double[] Mean, double[] Variance, int Count) Statistics(IReadOnlyList<IReadOnlyList<Tensor>> items)
    {
        int channels = items[0][0].Shape[0], count = items.Count * items[0][0].Length / channels;
        double[] mean = new double[channels], variance = new double[channels];
        foreach (IReadOnlyList<Tensor> item in items)
            ForEach(item[0], (channel, i) => mean[channel] += item[0].Values[i] / count);
        foreach (IReadOnlyList<Tensor> item in items)
            ForEach(item[0], (channel, i) => variance[channel] += Math.Pow(item[0].Values[i] - mean[channel], 2) / count);
        return (mean, variance, count);
    }

    private double Weight(IReadOnlyList<Tensor> weights, int channel) => Affine ? weights[0].Values[channel] : 1;

    private double Bias(IReadOnlyList<Tensor> weights, int channel) => Affine ? weights[1].Values[channel] : 0;

    private static Tensor Map(Tensor input, Func<int, double, double> function) => MapPlaces(input, (channel, i) => function(channel, input.Values[i]));

    private static Tensor MapPlaces(Tensor input, Func<int, int, double> function)
    {
        var output = new Tensor(input.Shape);
        ForEach(input, (channel, i) => output.Values[i] = function(channel, i));
        return output;
    }

    private static void ForEach(Tensor input, Action<int, int> visit)
    {
        int perChannel = input.Length / input.Shape[0];
        for (int i = 0; i < input.Length; i++)
            visit(i / perChannel, i);
    }
}
