using Microsoft.CodeAnalysis.Text;
using NetCompiler.Generator.Frontend;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>Schedules that a tuning file demands instead of the estimated best: another order of sums and other tiles, but the same result.</summary>
public sealed class TuningTests : TargetTests
{
    private static readonly ReferenceWindow s_padded = new(3, 3) { Pads = [1, 1, 1, 1] };

    /// <summary>Networks whose last convolution a row speaks of, and the row without its target. Sizes divide into none of the tiles.</summary>
    private static readonly (ReferenceNetwork Network, string Row)[] s_cases =
    [
        (Behind("TunedDirect", 9, 10, new ConvReference(40, s_padded), new ReluReference()), "32>40 3x3 9x10 = direct 1x2"),
        (Behind("TunedPixelwise", 7, 9, new ConvReference(50, 1)), "32>50 1x1 7x9 = direct 2x1"),
        (Behind("TunedStrided", 9, 13, new ConvReference(33, new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2 })), "32>33 3x3 4x6 stride=2x2 = direct 1x2"),
        (Behind("TunedPool", 9, 11, new ConvReference(17, s_padded), new ReluReference(), new MaxPoolReference(2)), "32>17 3x3 9x11 pool=2x2 = direct 2x2"),
        (Behind("TunedWinograd", 9, 9, new ConvReference(32, s_padded), new TanhReference()), "32>32 3x3 9x9 = winograd 5x5"),
        (Behind("TunedBlocks", 13, 12, new ConvReference(48, s_padded)), "32>48 3x3 13x12 = winograd 3x3 block=2x4 groups=1"),
        (Behind("TunedLatePool", 7, 10, new ConvReference(20, s_padded), new TanhReference(), new MaxPoolReference(2)), "32>20 3x3 7x10 late-pool=2x2 = winograd 2x2"),
    ];

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void ResultsAreRight(string target)
    {
        SkipUnlessRunnable(target);
        string tuning = string.Join("\n", s_cases.Select(test => $"{target} {test.Row}"));
        bool[] possible = [.. TuningFile.Read(SourceText.From(tuning)).Select(line => line.Row!.IsPossible)];
        Assert.True(possible.Count(isPossible => isPossible) >= 6, string.Join(", ", possible));

        using CompiledBatch batch = CompiledBatch.Compile(target, s_cases.Select(test => test.Network), training: false, tuning: tuning);
        for (int i = 0; i < s_cases.Length; i++)
        {
            ReferenceNetwork reference = s_cases[i].Network;
            Assert.Equal(possible[i], batch.Generated!.GeneratedTrees.Any(tree =>
                tree.FilePath.Contains($".{reference.Name}.", StringComparison.Ordinal) && tree.ToString().Contains("chosen by a tuning file", StringComparison.Ordinal)));

            using Network network = batch.Create(reference.Name);
            IReadOnlyList<Tensor> weights = reference.RandomWeights((ulong)i);
            network.SetParameters(weights);
            Tensor input = new RandomValues((ulong)i + 100).Tensor(reference.InputShape, -1, 1);
            var output = new float[reference.OutputShape.Aggregate(1, (product, size) => product * size)];
            ((ITestNetwork)network).Predict(input.ToSingles(), output);
            Agreement.Check($"{reference.Name} on {target}", [reference.Output(input, weights)], output, 1e-5);
        }
    }

    private static ReferenceNetwork Behind(string name, int height, int width, params ReferenceLayer[] layers) =>
        new(name, [2, height, width], [new ConvReference(32, 1), .. layers]);
}
