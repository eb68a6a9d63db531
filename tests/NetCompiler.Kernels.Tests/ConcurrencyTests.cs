using System.Diagnostics;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Kernels.Tests;

/// <summary>Predictions on several threads while the network is disposed of.</summary>
public sealed class ConcurrencyTests : TargetTests
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(1.5);

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void PredictionsAreRightUntilTheNetworkIsGone(string target)
    {
        SkipUnlessRunnable(target);
        using CompiledBatch batch = CompiledBatch.Compile(target, [WholeNetworks.LeNet5], training: false);
        Check(batch, threads: 1);
    }

    /// <summary>The callers compete for the team; who does not get it computes alone.</summary>
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void SharedPredictionsAreRightUntilTheNetworkIsGone(string target)
    {
        SkipUnlessRunnable(target);
        using CompiledBatch batch = CompiledBatch.CompileDivided(target, [WholeNetworks.LeNet5]);
        Assert.True(batch.IsDivided("LeNet5"));
        Check(batch, threads: 2);
    }

    private static void Check(CompiledBatch batch, int threads)
    {
        float[] input = [.. Enumerable.Range(0, 28 * 28).Select(i => i % 256 / 255f)];
        var expected = new float[10];
        using (Network network = batch.Create("LeNet5"))
            ((ITestNetwork)network).Predict(input, expected);

        long right = 0, refused = 0;
        var clock = Stopwatch.StartNew();
        for (int round = 0; clock.Elapsed < s_duration; round++)
        {
            Network network = batch.Create("LeNet5", threads: threads);
            var calls = (ITestNetwork)network;
            using var started = new Barrier(4);
            Thread[] callers = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
            {
                var output = new float[10];
                started.SignalAndWait();
                try
                {
                    while (true)
                    {
                        calls.Predict(input, output);
                        if (!output.AsSpan().SequenceEqual(expected))
                            return;
                        Interlocked.Increment(ref right);
                    }
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref refused);
                }
            }))];
            foreach (Thread thread in callers)
                thread.Start();
            started.SignalAndWait();
            Thread.Sleep(round % 5);
            network.Dispose();
            foreach (Thread thread in callers)
                thread.Join();

            // A thread that ended otherwise saw a wrong result.
            Assert.Equal(3 * (round + 1), refused);
        }

        Assert.NotEqual(0, right);
    }
}
