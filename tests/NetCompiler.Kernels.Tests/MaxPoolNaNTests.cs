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
        (string Name, int Kernel, int Stride, int Padding, int Dilation)[] pools =
            [("Alone", 2, 2, 0, 1), ("Padded", 3, 2, 1, 1), ("Loops", 4, 1, 2, 1), ("Dilated", 2, 1, 2, 3), ("Whole", Size, Size, 0, 1)];
        var fused = new ReferenceNetwork("Fused", [1, Size, Size], new ConvReference(1, new ReferenceWindow(1, 1), Bias: false), new MaxPoolReference(2));
        var global = new ReferenceNetwork("Global", [1, Size, Size], new GlobalMaxPoolReference());
        using CompiledBatch batch = CompiledBatch.Compile(target, [fused, global, .. pools.Select(pool => Alone(pool.Name, pool.Kernel, pool.Stride, pool.Padding, pool.Dilation))]);
        foreach ((string name, int kernel, int stride, int padding, int dilation) in pools.Append(("Fused", 2, 2, 0, 1)).Append(("Global", Size, Size, 0, 1)))
        {
            using Network network = batch.Create(name);
            if (name == "Fused")
            {
                var weight = new Tensor(1, 1, 1, 1);
                weight[0, 0, 0, 0] = 1;
                network.SetParameters([weight]);
            }

            var output = new float[network.Info.Outputs[0].Shape.Aggregate((a, b) => a * b)];
            int windows = (int)Math.Sqrt(output.Length);
            for (int pixel = 0; pixel < Size * Size; pixel++)
            {
                float[] image = [.. Enumerable.Range(0, Size * Size).Select(i => (float)i)];
                image[pixel] = float.NaN;
                network.PredictBatch(image, output);
                for (int i = 0; i < output.Length; i++)
                    Assert.Equal(Holds(i / windows, pixel / Size) && Holds(i % windows, pixel % Size), float.IsNaN(output[i]));
            }

            bool Holds(int window, int place) => Enumerable.Range(0, kernel).Any(tap => (window * stride) - padding + (tap * dilation) == place);
        }
    }

    private static ReferenceNetwork Alone(string name, int kernel, int stride, int padding, int dilation) => new(
        name, [1, Size, Size],
        new MaxPoolReference(new ReferenceWindow(kernel, kernel) { StrideY = stride, StrideX = stride, Pads = [padding, padding, padding, padding] }) { DilationY = dilation, DilationX = dilation });
}
