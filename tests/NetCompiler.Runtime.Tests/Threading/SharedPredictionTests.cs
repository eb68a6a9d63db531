using System.Diagnostics;

namespace NetCompiler.Tests;

/// <summary>Predictions that the team shares. Alone: another test must not hold the process's one team.</summary>
[Collection(nameof(ThreadTeamTests))]
public sealed class SharedPredictionTests
{
    private static readonly float[] s_input = [.. Enumerable.Range(1, ScaleNetwork.InputLength).Select(i => (float)i)];

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void FewerThanOneThreadIsRefused(int threads) =>
        Assert.Equal("threads", Assert.Throws<ArgumentOutOfRangeException>(() => new ScaleNetwork(threads: threads)).ParamName);

    [Fact]
    public void EachThreadHasItsOwnScratch()
    {
        using var one = new ScaleNetwork(threads: 1, scratchLength: 100);
        using var five = new ScaleNetwork(threads: 5, scratchLength: 100);
        using var many = new ScaleNetwork(threads: int.MaxValue, scratchLength: int.MaxValue);
        Assert.Equal((1, 32), (one.Threads, one.ArenaLength));
        Assert.Equal((5, 432), (five.Threads, five.ArenaLength));
        Assert.Equal((int.MaxValue, 32 + ((ThreadTeam.MaxThreads - 1L) * int.MaxValue)), (many.Threads, many.ArenaLength));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(30)]
    public void AsManyThreadsTakePartAsAskedFor(int threads)
    {
        float[] expected = Alone();
        using var network = new ScaleNetwork(threads: threads);
        var members = new List<int>();
        network.DuringShare = member =>
        {
            lock (members)
            {
                members.Add(member.Number);
            }
        };

        float[] output = new float[ScaleNetwork.OutputLength];
        network.Predict(s_input, output);
        Assert.Equal(expected, output);
        Assert.Equal(threads == 1 ? [] : Enumerable.Range(0, threads), members.Order());
    }

    [Fact]
    public void APredictionDuringAnotherIsDoneAlone()
    {
        float[] expected = Alone(), inner = new float[ScaleNetwork.OutputLength], outer = new float[ScaleNetwork.OutputLength];
        using var second = new ScaleNetwork(threads: 2) { DuringShare = _ => Assert.Fail("The team is busy.") };
        using var first = new ScaleNetwork(threads: 2);
        first.DuringShare = member =>
        {
            if (member.IsFirst)
            {
                second.Predict(s_input, inner);
            }
        };

        first.Predict(s_input, outer);
        Assert.Equal(expected, inner);
        Assert.Equal(expected, outer);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void AnExceptionInOneMemberEndsTheCallOfAll(int thrower)
    {
        using var network = new ScaleNetwork(threads: 3);
        float[] output = new float[ScaleNetwork.OutputLength];
        for (int i = 0; i < 5; i++)
        {
            network.DuringShare = member =>
            {
                // The others are waiting for it, some of them asleep.
                if (member.Number == thrower)
                {
                    Thread.Sleep(i * 3);
                    throw new InvalidTimeZoneException($"{thrower}");
                }
            };
            Assert.Equal($"{thrower}", Assert.Throws<InvalidTimeZoneException>(() => network.Predict(s_input, output)).Message);
        }

        network.DuringShare = _ => { };
        network.Predict(s_input, output);
        Assert.Equal(Alone(), output);
    }

    /// <summary>The workers use the caller's memory, so an interrupted caller must wait for them all the same.</summary>
    [Fact]
    public void AnInterruptWaitsForTheEnd()
    {
        using var network = new ScaleNetwork(threads: 2);
        using var begun = new ManualResetEventSlim();
        float[] output = new float[ScaleNetwork.OutputLength];
        bool raised = false;
        network.DuringShare = member =>
        {
            if (!member.IsFirst)
            {
                begun.Set();
                Thread.Sleep(100);
            }
        };
        var caller = new Thread(() =>
        {
            network.Predict(s_input, output);
            try
            {
                Thread.Sleep(1);
            }
            catch (ThreadInterruptedException)
            {
                raised = true;
            }
        });
        caller.Start();
        begun.Wait();
        Thread.Sleep(20);
        caller.Interrupt();
        caller.Join();
        Assert.True(raised);
        Assert.Equal(Alone(), output);
    }

    [Theory]
    [InlineData(2, 2000)]
    [InlineData(3, 200)]
    [InlineData(7, 50)]
    public void MembersMeetAgainAndAgain(int threads, int rounds)
    {
        int[] seen = new int[threads];
        int missed = 0;
        Assert.True(ThreadTeam.TryRunJointly(threads, new Joint((ref TeamMember member) =>
        {
            for (int round = 1; round <= rounds; round++)
            {
                Volatile.Write(ref seen[member.Number], round);
                if (round % 20 == member.Number)
                {
                    // Now and then the others wait long enough to fall asleep.
                    Thread.Sleep(3);
                }

                member.Meet();
                for (int i = 0; i < seen.Length; i++)
                {
                    if (Volatile.Read(ref seen[i]) != round)
                    {
                        Interlocked.Increment(ref missed);
                    }
                }

                member.Meet();
            }
        })));
        Assert.Equal(0, missed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public void SharesAreContiguousAndAboutEqual(int parts)
    {
        foreach (int members in new[] { 1, 2, 3, 5, 8, 256 })
        {
            int end = 0;
            for (int number = 0; number < members; number++)
            {
                var member = new TeamMember(new Meeting(), number, members);
                Assert.Equal(member.Take(parts), member.First < member.End);
                Assert.Equal(end, member.First);
                end = member.End;
                Assert.InRange(member.End - member.First, parts / members, (int)Math.Min((parts / members) + 1L, parts));
            }

            Assert.Equal(parts, end);
        }
    }

    [Fact]
    public void OneThreadOrABusyTeamIsNoTeam()
    {
        var never = new Joint((ref TeamMember _) => Assert.Fail("This is no team."));
        Assert.False(ThreadTeam.TryRunJointly(1, never));
        Assert.True(ThreadTeam.TryRunJointly(2, new Joint((ref TeamMember _) => Assert.False(ThreadTeam.TryRunJointly(2, never)))));
        ThreadTeam.Run(2, 1, 2, new InTurn(() => Assert.False(ThreadTeam.TryRunJointly(2, never))));
    }

    [Fact]
    public void AWarmCallAllocatesNothing()
    {
        var work = new Joint((ref TeamMember member) => member.Meet());
        ThreadTeam.TryRunJointly(2, work);
        Thread.Sleep(10);
        ThreadTeam.TryRunJointly(2, work);
        Assert.Equal(0, AllocatedBytes.Of(1000, () => ThreadTeam.TryRunJointly(2, work)));
    }

    /// <summary>A worker that stays awake takes a processor for itself; the least of several readings, as the test host works too.</summary>
    [Fact]
    public void AnIdleTeamTakesNoProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan least = TimeSpan.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            Assert.True(ThreadTeam.TryRunJointly(4, new Joint((ref TeamMember member) => member.Meet())));
            Thread.Sleep(50);
            process.Refresh();
            TimeSpan before = process.TotalProcessorTime;
            Thread.Sleep(200);
            process.Refresh();
            TimeSpan used = process.TotalProcessorTime - before;
            least = used < least ? used : least;
        }

        Assert.True(least < TimeSpan.FromMilliseconds(60), $"{least.TotalMilliseconds} ms in 200 ms.");
    }

    private static float[] Alone()
    {
        using var network = new ScaleNetwork();
        float[] output = new float[ScaleNetwork.OutputLength];
        network.Predict(s_input, output);
        return output;
    }

    private delegate void Share(ref TeamMember member);

    private sealed class Joint(Share share) : IJointWork
    {
        public void Run(ref TeamMember member) => share(ref member);
    }

    private sealed class InTurn(Action action) : ITeamWork
    {
        public void Run(int thread, int first, int end) => action();
    }
}
