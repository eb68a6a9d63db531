using System.Diagnostics;

namespace Benchmarks.Measurement;

/// <summary>Times of two things that were run in turn, so that whatever slows the machine slows both.</summary>
/// <param name="Ours">Seconds per call of the first.</param>
/// <param name="Theirs">Seconds per call of the second.</param>
/// <param name="Pairs">How often each was timed.</param>
internal sealed record PairTiming(Timing Ours, Timing Theirs, int Pairs)
{
    /// <summary>Fewer pairs make no median.</summary>
    public const int FewestPairs = 30;

    /// <summary>One sample is at least so long: reading the clock and coming back from the other's caches do not count then.</summary>
    private const double ShortestSample = 2e-3;

    /// <summary>Quick things are timed more often than <see cref="FewestPairs"/>, until so much time is over.</summary>
    private const double LeastSeconds = 2;

    private const double WarmUpSeconds = 0.5;
    private const int WarmUpCalls = 3;

    /// <summary>How often the second takes as long as the first.</summary>
    public double Ratio => Theirs.Median / Ours.Median;

    /// <summary>Warms both up, then times one after the other, again and again.</summary>
    /// <param name="ours">The first.</param>
    /// <param name="theirs">The second.</param>
    /// <param name="settle">Runs before every sample, untimed: waits until the other's threads rest.</param>
    public static PairTiming Of(Action ours, Action theirs, Action settle)
    {
        (int ourCalls, int theirCalls) = (CallsPerSample(ours), CallsPerSample(theirs));
        var ourRuns = new List<double>();
        var theirRuns = new List<double>();
        for (long start = Stopwatch.GetTimestamp(); ourRuns.Count < FewestPairs || Timing.Since(start) < LeastSeconds;)
        {
            settle();
            ourRuns.Add(Timing.SecondsOf(ours, ourCalls) / ourCalls);
            settle();
            theirRuns.Add(Timing.SecondsOf(theirs, theirCalls) / theirCalls);
        }

        return new PairTiming(Timing.Of(ourRuns), Timing.Of(theirRuns), ourRuns.Count);
    }

    /// <summary>Warms an action up and says how many calls make a sample.</summary>
    public static int CallsPerSample(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        for (int calls = 0; calls < WarmUpCalls || Timing.Since(start) < WarmUpSeconds; calls++)
            action();
        int count = 1;
        while (Timing.SecondsOf(action, count) < ShortestSample)
            count *= 2;
        return count;
    }
}
