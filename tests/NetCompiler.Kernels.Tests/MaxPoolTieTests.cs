using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>
/// Of equal largest values the first in row-major order takes the gradient. The convolution in front makes all values of a map equal (its weight
/// for channel 1 is zero), and channel 1 numbers the pixels: the gradient of that weight is the number of the pixel that was chosen.
/// </summary>
public sealed class MaxPoolTieTests : TargetTests
{
    private const int Size = 6;

    public static TheoryData<string, int, int> Pools
    {
        get
        {
            var rows = new TheoryData<string, int, int>();
            foreach (string target in InstructionSets.All)
            {
                foreach ((int kernel, int stride) in new[] { (2, 2), (3, 2), (3, 3), (2, 1), (4, 1) })
                    rows.Add(target, kernel, stride);
            }

            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Pools))]
    public void TheFirstTakesTheGradient(string target, int kernel, int stride)
    {
        SkipUnlessRunnable(target);
        const int Filters = 18;
        var reference = new ReferenceNetwork(
            "Ties", [2, Size, Size],
            new ConvReference(Filters, new ReferenceWindow(1, 1), Bias: false),
            new MaxPoolReference(new ReferenceWindow(kernel, kernel) { StrideY = stride, StrideX = stride }));
        using CompiledBatch batch = CompiledBatch.Compile(target, [reference]);
        using Network network = batch.Create("Ties");
        var weights = new Tensor(Filters, 2, 1, 1);
        for (int f = 0; f < Filters; f++)
            weights[f, 0, 0, 0] = 1;
        network.SetParameters([weights]);
        using var step = new TrainingStep(network, 1);
        var image = new Tensor(2, Size, Size);
        for (int pixel = 0; pixel < Size * Size; pixel++)
            (image.Values[pixel], image.Values[(Size * Size) + pixel]) = (1, pixel);

        int windows = reference.OutputShape[1];
        for (int y = 0; y < windows; y++)
        {
            for (int x = 0; x < windows; x++)
            {
                // One window asks at a time, in every map.
                var outputGradient = new Tensor(reference.OutputShape);
                for (int f = 0; f < Filters; f++)
                    outputGradient[f, y, x] = 1;
                step.Run([image.ToSingles()], [outputGradient.ToSingles()]);
                Span<float> gradient = step.Gradient(network.Info.Parameters[0]);
                for (int f = 0; f < Filters; f++)
                    Assert.Equal((y * stride * Size) + (x * stride), gradient[(f * 2) + 1]);
            }
        }
    }
}
