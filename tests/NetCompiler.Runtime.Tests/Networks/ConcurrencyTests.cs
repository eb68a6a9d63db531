namespace NetCompiler.Tests;

/// <summary>Alone in its collection: it counts the process's allocations of native memory.</summary>
[CollectionDefinition(nameof(ConcurrencyTests), DisableParallelization = true)]
[Collection(nameof(ConcurrencyTests))]
public sealed class ConcurrencyTests
{
    private static readonly float[] s_input = [.. Enumerable.Range(1, ScaleNetwork.InputLength).Select(i => (float)i)];

    [Fact]
    public void AWarmPredictAllocatesNothing()
    {
        using var network = new ScaleNetwork();
        float[] output = new float[ScaleNetwork.OutputLength];
        network.Predict(s_input, output);

        long native = AlignedBuffer.AllocationCount;
        Assert.Equal(0, AllocatedBytes.Of(1000, () => network.Predict(s_input, output)));
        Assert.Equal(0, AlignedBuffer.AllocationCount - native);

        new ScaleNetwork().Predict(s_input, output);
        Assert.Equal(2, AlignedBuffer.AllocationCount - native);
    }

    [Fact]
    public void ConcurrentCallsShareNoMemoryAndKeepAtMostTheCapacity()
    {
        // Nested calls are concurrent ones: each holds its workspace while the next rents.
        using var network = new ScaleNetwork(3);
        float[] output = new float[ScaleNetwork.OutputLength];
        int capacity = 2 * Environment.ProcessorCount;
        int depth = capacity + 3;

        void Nest(int level)
        {
            float[] inner = new float[ScaleNetwork.OutputLength];
            network.DuringPredict = level == depth ? null : () => Nest(level + 1);
            network.Predict(s_input, inner);
            Assert.Equal(output, inner);
        }

        network.Predict(s_input, output);
        long before = AlignedBuffer.AllocationCount;
        Nest(1);
        Assert.Equal(depth - 1, AlignedBuffer.AllocationCount - before);

        before = AlignedBuffer.AllocationCount;
        Nest(1);
        Assert.Equal(depth - capacity, AlignedBuffer.AllocationCount - before);
    }

    [Fact]
    public async Task ThePoolNeverGivesAWorkspaceTwice()
    {
        // Two at a time, given back in the order of taking: a thread that read the top before finds the same top with another one below it,
        // which is where a stack without a counter goes wrong.
        using var pool = new WorkspacePool(4);
        int[] holders = new int[4];
        long before = AlignedBuffer.AllocationCount;

        Workspace Take()
        {
            Workspace workspace = pool.Rent(16);
            Assert.InRange(workspace.Slot, 0, 3);
            Assert.Equal(1, Interlocked.Increment(ref holders[workspace.Slot]));
            return workspace;
        }

        void Give(Workspace workspace)
        {
            Interlocked.Decrement(ref holders[workspace.Slot]);
            pool.Return(workspace);
        }

        void TakeAndGive()
        {
            for (int i = 0; i < 500_000; i++)
            {
                Workspace first = Take();
                Workspace second = Take();
                Give(first);
                Give(second);
            }
        }

        await Task.WhenAll(Task.Run(TakeAndGive), Task.Run(TakeAndGive));
        Assert.InRange(AlignedBuffer.AllocationCount - before, 2, 4);
    }

    [Fact]
    public async Task DisposeWaitsForRunningCalls()
    {
        var network = new ScaleNetwork();
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        network.DuringPredict = () =>
        {
            inside.Set();
            goOn.Wait();
        };

        float[] output = new float[ScaleNetwork.OutputLength];
        Task call = Task.Run(() => network.Predict(s_input, output));
        inside.Wait();
        Task[] disposals = [Task.Run(network.Dispose), Task.Run(network.Dispose)];
        SpinWait.SpinUntil(() => network.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => network.NotifyParametersChanged());
        Assert.All(disposals, disposal => Assert.False(disposal.IsCompleted));

        goOn.Set();
        await Task.WhenAll([call, .. disposals]);
        Assert.All(output, value => Assert.NotEqual(0, value));
        Assert.Throws<ObjectDisposedException>(() => network.Predict(s_input, output));
    }

    [Fact]
    public async Task ChangesWaitForRunningCalls()
    {
        using var directory = new TemporaryDirectory();
        string ones = SaveConstant(directory.File("1"), 1);
        string twos = SaveConstant(directory.File("2"), 2);
        using ScaleNetwork network = ScaleNetwork.Load(ones);
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        network.DuringPredict = () =>
        {
            inside.Set();
            goOn.Wait();
        };

        float[] during = new float[ScaleNetwork.OutputLength];
        float[] after = new float[ScaleNetwork.OutputLength];
        Task running = Task.Run(() => network.Predict(s_input, during));
        inside.Wait();

        // First a change by hand, which the next call would pack, then a load.
        network.ParameterSpan.Fill(3);
        network.NotifyParametersChanged();
        Task next = Task.Run(() => network.Predict(s_input, after));
        Task load = Task.Run(() => network.LoadWeights(twos));
        await Task.Delay(100);
        Assert.False(next.IsCompleted || load.IsCompleted);

        goOn.Set();
        await Task.WhenAll(running, next, load);
        Assert.Equal(s_input.Select(x => x + 1), during);
        Assert.Contains(after[0], new float[] { 4, 6 });
        network.Predict(s_input, after);
        Assert.Equal(s_input.Select(x => 2 * x + 2), after);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LoadingAndTrainingWaitForARunningCall(bool loading)
    {
        using var directory = new TemporaryDirectory();
        using ScaleNetwork network = ScaleNetwork.Load(SaveConstant(directory.File("1"), 1));
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        network.DuringPredict = () =>
        {
            inside.Set();
            goOn.Wait();
        };
        Task running = Task.Run(() => network.Predict(s_input, new float[ScaleNetwork.OutputLength]));
        inside.Wait();
        Task<bool> waiting = Task.Run(() =>
        {
            if (loading)
            {
                network.LoadWeights(directory.File("1"));
            }
            else
            {
                network.BeginTraining();
            }

            return goOn.IsSet;
        });
        await Task.WhenAny(waiting, Task.Delay(100));
        goOn.Set();
        await running;
        Assert.True(await waiting);
    }

    [Fact]
    public async Task PredictionsSeeAllOldOrAllNewWeights()
    {
        using var directory = new TemporaryDirectory();
        string[] files = [.. Enumerable.Range(1, 2).Select(n => SaveConstant(directory.File($"{n}"), n))];

        for (int round = 0; round < 20; round++)
        {
            var network = ScaleNetwork.Load(files[0]);
            int predictions = 0;
            Task[] callers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => PredictUntilDisposed(network, () => Interlocked.Increment(ref predictions))))];
            for (int i = 0; i < 30; i++)
            {
                network.LoadWeights(files[i % 2]);
                if (i % 10 == 0)
                {
                    network.BeginTraining();
                    network.ParameterSpan.Fill(99);
                    network.ParameterSpan.Fill(1);
                    network.EndTraining();
                }
            }

            SpinWait.SpinUntil(() => Volatile.Read(ref predictions) > 0);
            Task[] disposals = [Task.Run(network.Dispose), Task.Run(network.Dispose)];
            await Task.WhenAll([.. callers, .. disposals]);
        }
    }

    private static void PredictUntilDisposed(ScaleNetwork network, Action predicted)
    {
        float[] output = new float[ScaleNetwork.OutputLength];
        while (true)
        {
            try
            {
                network.Predict(s_input, output);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (InvalidOperationException)
            {
                continue;
            }

            predicted();
            float factor = (output[0] - output[^1]) / (1 - s_input[^1]);
            Assert.True(factor is 1 or 2, $"{factor}");
            Assert.Equal(s_input.Select(x => x * factor + factor), output);
        }
    }

    private static string SaveConstant(string path, float value)
    {
        using var network = new ScaleNetwork();
        foreach (Parameter parameter in network.Parameters)
        {
            parameter.Values.Fill(value);
        }

        network.Save(path);
        return path;
    }
}
