using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>From a declaration to a trained network: drawn signs, shifted and noisy, told apart.</summary>
public sealed class TrainingTests : TargetTests
{
    private const int Size = 12;
    private const double LeastAccuracy = 0.97;

    private static readonly string[] s_signs =
    [
        ".####. #....# #....# #....# #....# .####.",
        "...#.. ..##.. ...#.. ...#.. ...#.. ..###.",
        "#####. .....# ..###. .#.... #..... ######",
        "#....# .#..#. ..##.. ..##.. .#..#. #....#",
        "###### ..##.. ..##.. ..##.. ..##.. ..##..",
    ];

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public async Task LearnsToTellSignsApart(string target)
    {
        SkipUnlessRunnable(target);
        var reference = new ReferenceNetwork(
            "Signs", [1, Size, Size],
            new NormalizeReference(0.3f, 0.4f),
            new ConvReference(8, new ReferenceWindow(3, 3) { Pads = [1, 1, 1, 1] }), new ReluReference(), new MaxPoolReference(2),
            new ConvReference(16, 3), new TanhReference(), new AvgPoolReference(2),
            new FlattenReference(), new DropoutReference(0.1f), new DenseReference(s_signs.Length), new SoftmaxReference());
        using CompiledBatch batch = CompiledBatch.Compile(target, [reference]);
        LabeledImages training = Draw(600, seed: 1), test = Draw(300, seed: 2);

        byte[][] weights = await Task.WhenAll(Fit(threads: 1), Fit(threads: 2));
        Assert.Equal(weights[0], weights[1]);

        async Task<byte[]> Fit(int threads)
        {
            using Network network = batch.Create("Signs", seed: 1);
            var trainer = new Trainer(network, new Sgd(0.05f, momentum: 0.9f), Loss.CrossEntropy) { BatchSize = 20, Threads = threads, Seed = 1 };
            double before = trainer.Evaluate(test).Accuracy!.Value;
            Assert.True(before < 0.6, $"Untrained, the network is right in {before:p1}: too easy a problem.");
            await trainer.FitAsync(training, epochs: 8);
            double after = trainer.Evaluate(test).Accuracy!.Value;
            Assert.True(after >= LeastAccuracy, $"Only {after:p1} of the test signs are recognised.");
            return System.Runtime.InteropServices.MemoryMarshal.AsBytes(network.ParameterSpan).ToArray();
        }
    }

    /// <summary>Each sign somewhere in a noisy image, of varying darkness.</summary>
    private static LabeledImages Draw(int count, ulong seed)
    {
        var random = new RandomValues(seed);
        var pixels = new byte[count * Size * Size];
        var labels = new byte[count];
        for (int image = 0; image < count; image++)
        {
            labels[image] = (byte)(image % s_signs.Length);
            string[] rows = s_signs[labels[image]].Split(' ');
            int top = random.Next(0, Size - 6), left = random.Next(0, Size - 6), ink = random.Next(120, 200);
            for (int y = 0; y < Size; y++)
            {
                for (int x = 0; x < Size; x++)
                {
                    bool marked = y >= top && y < top + 6 && x >= left && x < left + 6 && rows[y - top][x - left] == '#';
                    pixels[(((image * Size) + y) * Size) + x] = (byte)(random.Next(0, 50) + (marked ? ink : 0));
                }
            }
        }

        return new LabeledImages(pixels, labels, [1, Size, Size], s_signs.Length);
    }
}
