using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Kernels.Tests;

/// <summary>Examples worked out by hand, through compiled networks.</summary>
public sealed class WorkedExampleTests : TargetTests
{
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void ComeOut(string target)
    {
        SkipUnlessRunnable(target);
        using CompiledBatch batch = CompiledBatch.Compile(target, WorkedExamples.All.Select(example => example.Network));
        foreach ((ReferenceNetwork reference, Tensor input, IReadOnlyList<Tensor> weights, Tensor expected, double tolerance) in WorkedExamples.All)
        {
            using Network network = batch.Create(reference.Name);
            network.SetParameters(weights);
            var output = new float[expected.Length];
            ((ITestNetwork)network).Predict(input.ToSingles(), output);
            Assert.All(expected.Values.Zip(output), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }
}
