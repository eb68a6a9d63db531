using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>Indexes choose what is read from memory: none may lead outside the table.</summary>
public sealed class EmbeddingTests : TargetTests
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
}
