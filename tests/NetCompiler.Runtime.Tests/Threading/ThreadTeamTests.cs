using System.Runtime.CompilerServices;

namespace NetCompiler.Tests;

/// <summary>Alone in its collection: another test must not hold the process's one team.</summary>
[CollectionDefinition(nameof(ThreadTeamTests), DisableParallelization = true)]
[Collection(nameof(ThreadTeamTests))]
public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 8)]
    [InlineData(7, 1, 3)]
    [InlineData(7, 2, 3)]
    [InlineData(7, 16, 3)]
    [InlineData(100, 7, 4)]
    [InlineData(3, 1, 1000)]
    [InlineData(1000, 1, 300)]
    [InlineData(int.MaxValue, int.MaxValue / 2, 5)]
    [InlineData(int.MaxValue, 1, 2)]
    public void RangesAreContiguousAndStartAtTheGrain(int items, int grain, int threads)
    {
        var work = new Recorder();
        ThreadTeam.Run(items, grain, threads, work);

        (int Thread, int First, int End)[] calls = [.. work.Calls.Order()];
        Assert.InRange(calls.Length, 1, Math.Min(threads, ThreadTeam.MaxThreads));
        Assert.Equal(Math.Min(Math.Min(threads, ThreadTeam.MaxThreads), (int)Math.Ceiling(items / (double)grain)), calls.Length);
        Assert.Equal(Enumerable.Range(0, calls.Length), calls.Select(call => call.Thread));
        Assert.Equal(0, calls[0].First);
        Assert.Equal(items, calls[^1].End);
        Assert.All(calls, call => Assert.Equal(0, call.First % grain));
        Assert.All(calls, call => Assert.True(call.First < call.End));
        Assert.All(calls.Zip(calls.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.First));
    }

    [Fact]
    public void TheCallerIsThreadZeroAndTheOthersAreOthers()
    {
        int caller = Environment.CurrentManagedThreadId;
        int[] threads = new int[3];
        ThreadTeam.Run(3, 1, 3, new Work((thread, _, _) =>
        {
            threads[thread] = Environment.CurrentManagedThreadId;
            Assert.Equal(thread > 0, Thread.CurrentThread.IsBackground && Thread.CurrentThread.Name == $"NetCompiler {thread}");
        }));

        Assert.Equal(caller, threads[0]);
        Assert.Equal(3, threads.Distinct().Count());
    }

    [Fact]
    public void NothingToDoIsNothingDone() => ThreadTeam.Run(0, 1, 4, new Work((_, _, _) => throw new InvalidTimeZoneException()));

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void NonsenseIsRefused(int items, int grain, int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ThreadTeam.Run(items, grain, threads, new Recorder()));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void AnExceptionReachesTheCallerAfterAllHaveFinished(int thrower)
    {
        int finished = 0;
        var work = new Work((thread, _, _) =>
        {
            if (thread == thrower)
            {
                throw new InvalidTimeZoneException($"{thread}");
            }

            Thread.Sleep(5);
            Interlocked.Increment(ref finished);
        });

        for (int i = 0; i < 3; i++)
        {
            finished = 0;
            Assert.Equal($"{thrower}", Assert.Throws<InvalidTimeZoneException>(() => ThreadTeam.Run(3, 1, 3, work)).Message);
            Assert.Equal(2, finished);
        }

        var healthy = new Recorder();
        ThreadTeam.Run(3, 1, 3, healthy);
        Assert.Equal(3, healthy.Calls.Count);
    }

    [Fact]
    public void OfSeveralExceptionsTheLowestThreadsIsThrown()
    {
        var work = new Work((thread, _, _) =>
        {
            Thread.Sleep(thread == 1 ? 5 : 0);
            if (thread > 0)
            {
                throw new InvalidTimeZoneException($"{thread}");
            }
        });
        Assert.Equal("1", Assert.Throws<InvalidTimeZoneException>(() => ThreadTeam.Run(3, 1, 3, work)).Message);
    }

    [Fact]
    public void ACallWithinACallRunsAlone()
    {
        var inner = new Recorder();
        ThreadTeam.Run(2, 1, 2, new Work((_, _, _) => ThreadTeam.Run(10, 1, 2, inner)));
        Assert.Equal([(0, 0, 10), (0, 0, 10)], inner.Calls);
    }

    [Fact]
    public async Task ABusyTeamLeavesTheWorkToItsCaller()
    {
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        Task first = Task.Run(() => ThreadTeam.Run(2, 1, 2, new Work((_, _, _) =>
        {
            inside.Set();
            goOn.Wait();
        })));
        inside.Wait();

        var second = new Recorder();
        ThreadTeam.Run(10, 3, 2, second);
        goOn.Set();
        await first;
        Assert.Equal([(0, 0, 10)], second.Calls);

        var third = new Recorder();
        ThreadTeam.Run(10, 3, 2, third);
        Assert.Equal(2, third.Calls.Count);
    }

    [Fact]
    public void ResultsDoNotDependOnTheNumberOfThreads()
    {
        float[] Sum(int threads)
        {
            float[] sums = new float[100];
            var work = new Work((_, first, end) =>
            {
                for (int i = first; i < end; i++)
                {
                    for (int n = 1; n < 200; n++)
                    {
                        sums[i] += 1f / (n * (i + 1));
                    }
                }
            });
            ThreadTeam.Run(sums.Length, 8, threads, work);
            return sums;
        }

        float[] alone = Sum(1);
        for (int threads = 2; threads < 9; threads++)
        {
            Assert.Equal(alone, Sum(threads));
        }
    }

    [Fact]
    public void AWarmCallAllocatesNothing()
    {
        int sum = 0;
        var work = new Work((_, first, end) => Interlocked.Add(ref sum, end - first));
        ThreadTeam.Run(10, 1, 3, work);

        Assert.Equal(0, AllocatedBytes.Of(1000, () => ThreadTeam.Run(10, 1, 3, work)));
        Assert.Equal(10, sum % 10_000);
    }

    [Fact]
    public void TheWorkIsNotKeptAlive()
    {
        WeakReference work = RunAndForget();
        GC.Collect();
        Assert.False(work.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RunAndForget()
    {
        var work = new Recorder();
        ThreadTeam.Run(3, 1, 3, work);
        return new WeakReference(work);
    }

    private sealed class Work(Action<int, int, int> run) : ITeamWork
    {
        public void Run(int thread, int first, int end) => run(thread, first, end);
    }

    private sealed class Recorder : ITeamWork
    {
        public List<(int Thread, int First, int End)> Calls { get; } = [];

        public void Run(int thread, int first, int end)
        {
            lock (Calls)
            {
                Calls.Add((thread, first, end));
            }
        }
    }
}
