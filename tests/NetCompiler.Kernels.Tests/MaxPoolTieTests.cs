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

    public static TheoryData<string, int, int, int, int> Pools
    {
        get
        {
            var rows = new TheoryData<string, int, int, int, int>();
            foreach (string target in InstructionSets.All)
            {
                foreach ((int kernel, int stride, int padding, int dilation) in new[]
                {
                    (2, 2, 0, 1), (3, 2, 0, 1), (3, 3, 0, 1), (2, 1, 0, 1), (4, 1, 0, 1), (6, 6, 0, 1), (3, 2, 1, 1), (3, 1, 2, 1), (4, 2, 3, 1), (2, 1, 0, 3), (3, 2, 1, 2), (2, 1, 2, 3), (4, 1, 4, 2),
                })
                {
                    rows.Add(target, kernel, stride, padding, dilation);
                }
            }

            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Pools))]
    public void TheFirstTakesTheGradient(string target, int kernel, int stride, int padding, int dilation)
    {
        SkipUnlessRunnable(target);
        const int Filters = 18;
        var reference = new ReferenceNetwork(
            "Ties", [2, Size, Size],
            new ConvReference(Filters, new ReferenceWindow(1, 1), Bias: false),
            new MaxPoolReference(new ReferenceWindow(kernel, kernel) { StrideY = stride, StrideX = stride, Pads = [padding, padding, padding, padding] }) { DilationY = dilation, DilationX = dilation });
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
                    Assert.Equal((FirstInside(y) * Size) + FirstInside(x), gradient[(f * 2) + 1]);
            }
        }

        // The first place of a window that is not padding.
        int FirstInside(int window)
        {
            int first = (window * stride) - padding;
            while (first < 0)
                first += dilation;
            return first;
        }
    }
}
