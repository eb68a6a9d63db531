using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>A value that is not a number makes its window's maximum not a number, wherever in the window it is: otherwise a training that went wrong would look well.</summary>
public sealed class MaxPoolNaNTests : TargetTests
{
    private const int Size = 6;

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void StaysVisible(string target)
    {
        SkipUnlessRunnable(target);
        var pool = new MaxPoolReference(new ReferenceWindow(2, 2) { StrideY = 2, StrideX = 2 });
        var fused = new ReferenceNetwork("Fused", [1, Size, Size], new ConvReference(1, new ReferenceWindow(1, 1), Bias: false), pool);
        var alone = new ReferenceNetwork("Alone", [1, Size, Size], pool);
        using CompiledBatch batch = CompiledBatch.Compile(target, [fused, alone]);
        foreach (string name in new[] { "Fused", "Alone" })
        {
            using Network network = batch.Create(name);
            if (name == "Fused")
            {
                var weight = new Tensor(1, 1, 1, 1);
                weight[0, 0, 0, 0] = 1;
                network.SetParameters([weight]);
            }

            for (int pixel = 0; pixel < Size * Size; pixel++)
            {
                float[] image = [.. Enumerable.Range(0, Size * Size).Select(i => (float)i)];
                image[pixel] = float.NaN;
                var output = new float[Size * Size / 4];
                network.PredictBatch(image, output);
                int window = (pixel / Size / 2 * (Size / 2)) + (pixel % Size / 2);
                for (int i = 0; i < output.Length; i++)
                    Assert.Equal(i == window, float.IsNaN(output[i]));
            }
        }
    }
}
