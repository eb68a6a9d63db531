using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>Values that choose what is read from memory: indexes of tables, coordinates of regions.</summary>
public sealed unsafe class UntrustedValueTests : TargetTests
{
    private const int Length = 3, Count = 4, Dimension = 19;

    private static readonly float[] s_noIndexes = [float.NaN, -1f, Count, 0.5f, 1e9f, 1e30f, float.PositiveInfinity, float.NegativeInfinity];

    public static TheoryData<float> NoIndexes => [.. s_noIndexes];

    [SkippableTheory]
    [MemberData(nameof(NoIndexes))]
    public void PredictionsRefuseIndexesThatTheTableDoesNotHave(float index)
    {
        SkipUnlessRunnable("Portable");
        using CompiledBatch batch = CompiledBatch.Compile("Portable", [new ReferenceNetwork("Table", [Length], new EmbeddingReference(Count, Dimension) { Name = "words" })]);
        using Network network = batch.Create("Table");
        var output = new float[2 * Length * Dimension];
        foreach (int items in new[] { 1, 2 })
        {
            float[] input = [.. Enumerable.Repeat(1f, (items * Length) - 1), index];
            ArgumentException exception = Assert.Throws<ArgumentException>(() => network.PredictBatch(input, output.AsSpan(0, items * Length * Dimension)));
            Assert.Contains("'words'", exception.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Training does not check its data: the kernel itself writes NaN, which the loss shows, and adds to no row.</summary>
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void KernelsWriteNaNForIndexesThatTheTableDoesNotHave(string target)
    {
        SkipUnlessRunnable(target);
        using CompiledBatch batch = CompiledBatch.Compile(target, [new ReferenceNetwork("Table", [Length], new EmbeddingReference(Count, Dimension))]);
        using Network network = batch.Create("Table");
        using var step = new TrainingStep(network, 1);
        foreach (float index in s_noIndexes)
        {
            step.Run([[3, index, 0]], [[.. Enumerable.Repeat(1f, Length * Dimension)]]);
            for (int i = 0; i < step.Output.Length; i++)
                Assert.Equal(i % Length == 1, float.IsNaN(step.Output[i]));
            Span<float> gradient = step.Gradient(network.Info.Parameters[0]);
            for (int i = 0; i < gradient.Length; i++)
                Assert.Equal(i / Dimension is 0 or 3 ? 1f : 0f, gradient[i]);
        }
    }

    /// <summary>No coordinate leads outside the image; NaN stays visible.</summary>
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void AbsurdRegionsReadNothing(string target)
    {
        SkipUnlessRunnable(target);
        ReferenceNetwork Of(string name, ReferenceLayer layer) => new(name, [1], new EmbeddingReference(1, 4) { Frozen = true, Name = "boxes" }, new EmbeddingReference(1, 7) { From = "input" }, new GramReference(), layer);
        using CompiledBatch batch = CompiledBatch.Compile(target, [Of("Pool", new RoiPoolReference(2, 2, "boxes")), Of("Align", new RoiAlignReference(2, 2, "boxes"))]);
        foreach (string name in new[] { "Pool", "Align" })
        {
            using Network network = batch.Create(name);
            network.Parameters[1].Values.Fill(1f);
            foreach (float absurd in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 3e38f, -3e38f, 3e9f, -3e9f })
            {
                for (int coordinate = 0; coordinate < 4; coordinate++)
                {
                    float[] box = [1, 1, 5, 5];
                    box[coordinate] = absurd;
                    box.CopyTo(network.Parameters[0].Values);
                    network.NotifyParametersChanged();
                    var output = new float[4];
                    network.PredictBatch([0f], output);

                    // The image is the same everywhere, so that all that is read is 0, 1/7 or between them.
                    Assert.All(output, value => Assert.True(float.IsNaN(absurd) ? float.IsNaN(value) : value is >= 0 and <= 0.143f, $"{name} of [{string.Join(", ", box)}] has {value}."));
                }
            }
        }
    }
}
