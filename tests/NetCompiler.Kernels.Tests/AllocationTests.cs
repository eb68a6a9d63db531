using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

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
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void WarmPredictionsAllocateNothing(string target)
    {
        SkipUnlessRunnable(target);
        ReferenceNetwork[] networks = [WholeNetworks.LeNet5, WholeNetworks.KerasCnn, WholeNetworks.Perceptron];
        using CompiledBatch batch = CompiledBatch.Compile(target, networks);
        foreach (ReferenceNetwork reference in networks)
        {
            using Network network = batch.Create(reference.Name);
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
            long native = AlignedBuffer.AllocationCount, managed = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 50; i++)
                Call();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - managed);
            Assert.Equal(0, AlignedBuffer.AllocationCount - native);
        }
    }
}
