using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Kernels.Tests;

/// <summary>Code for several targets in one network: the best that the machine has is used, and nothing else changes.</summary>
public sealed class DispatchTests
{
    private static readonly ReferenceNetwork[] s_networks = [WholeNetworks.LeNet5, WholeNetworks.KerasCnn, WholeNetworks.Perceptron];

    [Fact]
    public void TheBestTargetRuns()
    {
        string best = InstructionSets.All.First(target => InstructionSets.ReasonToSkip(target) is null);
        using CompiledBatch all = CompiledBatch.Compile(string.Join(',', InstructionSets.All), s_networks);
        using CompiledBatch one = CompiledBatch.Compile(best, s_networks);
        MethodBudget.Check(all.Image);
        foreach (ReferenceNetwork reference in s_networks)
        {
            using Network dispatched = all.Create(reference.Name), direct = one.Create(reference.Name);
            Assert.Equal(best.ToLowerInvariant(), dispatched.Info.Target);
            float[] input = new RandomValues(3).Tensor(reference.InputShape, -1, 1).ToSingles();
            float[] expected = new float[reference.OutputShape[0]], actual = new float[reference.OutputShape[0]];
            ((ITestNetwork)direct).Predict(input, expected);
            ((ITestNetwork)dispatched).Predict(input, actual);
            Agreement.CheckBitwise(reference.Name, expected, actual);
        }
    }

    [Fact]
    public void WithoutItsTargetANetworkSaysSo()
    {
        string foreign = InstructionSets.All.First(target => InstructionSets.ReasonToSkip(target) is not null);
        using CompiledBatch batch = CompiledBatch.Compile(foreign, [WholeNetworks.LeNet5]);
        using Network network = batch.Create("LeNet5");
        var thrown = Assert.Throws<PlatformNotSupportedException>(() => ((ITestNetwork)network).Predict(new float[28 * 28], new float[10]));
        Assert.Contains(foreign, thrown.Message);
    }
}
