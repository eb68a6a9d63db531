using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>
/// Dropout behind a convolution that copies its input: with ones as input the output is the mask itself, and the gradient of the weight
/// is the mask times the output's gradient.
/// </summary>
public sealed class DropoutTests : TargetTests
{
    private const int Channels = 1;
    private const int Height = 37;
    private const int Width = 45;
    private const int Images = 4;
    private const int Length = Height * Width;

    public static TheoryData<string, float> Rates
    {
        get
        {
            var rows = new TheoryData<string, float>();
            foreach (string target in InstructionSets.All)
            {
                foreach (float rate in new[] { 0.1f, 0.5f, 0.8f })
                    rows.Add(target, rate);
            }

            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rates))]
    public void DropsTheRateAndScalesTheRest(string target, float rate)
    {
        float[] mask = Mask(target, rate, seed: 3).Mask;
        float kept = 1 / (1 - rate);
        Assert.All(mask, factor => Assert.True(factor == 0 || Math.Abs(factor - kept) < 1e-6f, $"{factor} is neither 0 nor {kept}."));

        // Five standard deviations of a binomial distribution.
        double tolerance = 5 * Math.Sqrt(rate * (1 - rate) / mask.Length);
        Assert.Equal(rate, mask.Count(factor => factor == 0) / (double)mask.Length, tolerance);

        // Neighbours in a row, rows, and images are dropped independently of each other.
        foreach (int distance in new[] { 1, 2, 16, Width, Length })
        {
            int both = Enumerable.Range(0, mask.Length - distance).Count(i => mask[i] == 0 && mask[i + distance] == 0);
            Assert.Equal(rate * rate, both / (double)(mask.Length - distance), 2 * tolerance);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void TheSeedDecides(string target)
    {
        Assert.Equal(Mask(target, 0.5f, seed: 3).Mask, Mask(target, 0.5f, seed: 3).Mask);
        Assert.NotEqual(Mask(target, 0.5f, seed: 3).Mask, Mask(target, 0.5f, seed: 4).Mask);
    }

    [SkippableTheory]
    [MemberData(nameof(Rates))]
    public void TheGradientPassesTheSameMask(string target, float rate)
    {
        (float[] mask, float[] outputGradient, float gradient) = Mask(target, rate, seed: 9);
        double expected = mask.Zip(outputGradient, (factor, g) => (double)factor * g).Sum();
        Assert.NotEqual(0, expected);
        Assert.Equal(expected, gradient, 1e-4 * mask.Zip(outputGradient, (factor, g) => Math.Abs((double)factor * g)).Sum());
    }

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void TwoLayersDropDifferentValues(string target)
    {
        SkipUnlessRunnable(target);
        var reference = new ReferenceNetwork("Twice", [1, Height, Width], new ConvReference(1, 1), new DropoutReference(0.5f), new DropoutReference(0.5f));
        float[] mask = Run(target, reference, 5).Mask;
        Assert.Equal(0.75, mask.Count(factor => factor == 0) / (double)mask.Length, 5 * Math.Sqrt(0.75 * 0.25 / mask.Length));
    }

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void PredictionDropsNothing(string target)
    {
        SkipUnlessRunnable(target);
        using CompiledBatch batch = CompiledBatch.Compile(target, [Copying(0.5f)]);
        using Network network = batch.Create("Copying");
        network.SetParameters([new Tensor([1, 1, 1, 1], [1])]);
        float[] input = new RandomValues(1).Tensor([Length], -1, 1).ToSingles(), output = new float[Length];
        ((ITestNetwork)network).Predict(input, output);
        Assert.Equal(input, output);
    }

    private static ReferenceNetwork Copying(float rate) =>
        new("Copying", [Channels, Height, Width], new ConvReference(Channels, new ReferenceWindow(1, 1), Bias: false), new DropoutReference(rate));

    private static (float[] Mask, float[] OutputGradient, float WeightGradient) Mask(string target, float rate, uint seed)
    {
        SkipUnlessRunnable(target);
        return Run(target, Copying(rate), seed);
    }

    private static (float[] Mask, float[] OutputGradient, float WeightGradient) Run(string target, ReferenceNetwork reference, uint seed)
    {
        using CompiledBatch batch = CompiledBatch.Compile(target, [reference]);
        using Network network = batch.Create(reference.Name);
        network.SetParameters([.. reference.WeightShapes.Select(weight => new Tensor(weight.Shape).Map(_ => weight.Name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0))]);
        using var step = new TrainingStep(network, Images);
        float[][] ones = [.. Enumerable.Range(0, Images).Select(_ => Enumerable.Repeat(1f, Length).ToArray())];
        var random = new RandomValues(2);
        float[][] outputGradients = [.. Enumerable.Range(0, Images).Select(_ => random.Tensor([Length], 0, 1).ToSingles())];
        step.Forward(ones, seed);
        float[] mask = step.Output.ToArray();
        step.Backward(outputGradients);
        return (mask, [.. outputGradients.SelectMany(gradient => gradient)], step.Gradient(network.Info.Parameters[0])[0]);
    }
}
