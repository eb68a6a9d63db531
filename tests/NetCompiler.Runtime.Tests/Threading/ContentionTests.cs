using System.Diagnostics;

namespace NetCompiler.Tests;

public sealed class ContentionTests
{
    private static readonly long s_call = Stopwatch.Frequency / 1000;

    private readonly Contention _contention = new();
    private long _now = 1_000_000;

    [Fact]
    public void CallsThatAreAboutAsFastAsEverAreShared()
    {
        foreach (long duration in new[] { s_call, 3 * s_call, s_call, 4 * s_call, 4 * s_call, s_call / 2 })
        {
            Call(duration);
            Assert.False(_contention.IsExpected(_now));
        }
    }

    [Fact]
    public void OneSlowCallIsForgivenTwoAreNot()
    {
        Call(s_call);
        Call(100 * s_call);
        Assert.False(_contention.IsExpected(_now));
        Call(s_call);
        Call(100 * s_call);
        Assert.False(_contention.IsExpected(_now));
        Call(10 * s_call);
        Assert.True(_contention.IsExpected(_now));
        Assert.True(_contention.IsExpected(_now + (159 * s_call)));
        Assert.False(_contention.IsExpected(_now + (160 * s_call)));
    }

    [Fact]
    public void TheNextAttemptIsMadeWithinASecond()
    {
        Call(s_call);
        Call(1000 * Stopwatch.Frequency);
        Call(1000 * Stopwatch.Frequency);
        Assert.True(_contention.IsExpected(_now));
        Assert.False(_contention.IsExpected(_now + Stopwatch.Frequency));
    }

    [Fact]
    public void ItemsOfABatchAreComparedWithItemsOfBatches()
    {
        Call(s_call, count: 16);
        Call(s_call);
        Call(s_call);
        Assert.False(_contention.IsExpected(_now));
        Call(16 * s_call, count: 16);
        Call(16 * s_call, count: 16);
        Assert.True(_contention.IsExpected(_now));
    }

    private void Call(long duration, int count = 1)
    {
        _contention.Note(_now, _now + duration, count, threads: 2);
        _now += duration;
    }
}
