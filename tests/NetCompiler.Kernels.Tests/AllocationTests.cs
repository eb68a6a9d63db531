using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;
using NetCompiler.Tests;

namespace NetCompiler.Kernels.Tests;

/// <summary>Keeps tests that look at counters of the whole process apart from all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

/// <summary>A warm network allocates nothing, neither managed nor native.</summary>
[Collection(AloneCollection.Name)]
public sealed class AllocationTests : TargetTests
{
    private static readonly ReferenceNetwork[] s_networks = [WholeNetworks.LeNet5, WholeNetworks.KerasCnn, WholeNetworks.Perceptron];

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void WarmPredictionsAllocateNothing(string target)
    {
        SkipUnlessRunnable(target);
        using CompiledBatch batch = CompiledBatch.Compile(target, s_networks);
        Check(batch, threads: 1);
    }

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void NorDoSharedOnes(string target)
    {
        SkipUnlessRunnable(target);
        using CompiledBatch batch = CompiledBatch.CompileDivided(target, s_networks);
        Assert.All(s_networks, network => Assert.True(batch.IsDivided(network.Name)));
        Check(batch, threads: 2);
    }

    /// <summary>Small networks are no slower for being given threads: they have no code for them.</summary>
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void SmallNetworksAreNotShared(string target)
    {
        SkipUnlessRunnable(target);
        using CompiledBatch batch = CompiledBatch.Compile(target, s_networks, training: false);
        Assert.All(s_networks, network => Assert.False(batch.IsDivided(network.Name)));
    }

    private static void Check(CompiledBatch batch, int threads)
    {
        foreach (ReferenceNetwork reference in s_networks)
        {
            using Network network = batch.Create(reference.Name, threads: threads);
            var calls = (ITestNetwork)network;
            const int Count = 33;
            int inputLength = reference.InputShape.Aggregate(1, (product, size) => product * size), outputLength = reference.OutputShape[0];
            float[] inputs = new float[Count * inputLength], outputs = new float[Count * outputLength];

            void Call()
            {
                calls.Predict(inputs.AsSpan(0, inputLength), outputs.AsSpan(0, outputLength));
                calls.PredictBatch(inputs, outputs);
            }

            Call();
            long native = AlignedBuffer.AllocationCount;
            Assert.Equal(0, AllocatedBytes.Of(50, Call));
            Assert.Equal(0, AlignedBuffer.AllocationCount - native);
        }
    }
}
