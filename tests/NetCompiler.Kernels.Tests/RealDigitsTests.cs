using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Kernels.Tests;

/// <summary>LeNet-5 on MNIST, from the folder in <c>NETCOMPILER_DATA</c>.</summary>
public sealed class RealDigitsTests : TargetTests
{
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public async Task OneEpochTeachesMostDigits(string target)
    {
        SkipUnlessRunnable(target);
        string? data = Environment.GetEnvironmentVariable("NETCOMPILER_DATA");
        Skip.If(data is null || !Directory.Exists(Path.Combine(data, "mnist")), "NETCOMPILER_DATA names no folder with MNIST's files in mnist/.");
        Mnist digits = Mnist.Open(Path.Combine(data!, "mnist"));
        Assert.Equal((60_000, 10_000), (digits.Train.Count, digits.Test.Count));
        Assert.Equal([5, 0, 4, 1, 9], Enumerable.Range(0, 5).Select(digits.Train.GetLabel));

        using CompiledBatch batch = CompiledBatch.Compile(target, [NetworkCatalog.Find("LeNet5")]);
        using Network network = batch.Create("LeNet5", seed: 1);
        var trainer = new Trainer(network, new Adam(0.002f), Loss.CrossEntropy) { Threads = 2, Seed = 1 };
        await trainer.FitAsync(digits.Train.Take(20_000), epochs: 1);
        double accuracy = trainer.Evaluate(digits.Test).Accuracy!.Value;
        Assert.True(accuracy >= 0.95, $"Only {accuracy:p1} of the test digits are recognised.");
    }
}
