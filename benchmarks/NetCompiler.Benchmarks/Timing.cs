using System.Diagnostics;

namespace Benchmarks;

/// <summary>How long something took, in seconds: the least and the median of many runs.</summary>
/// <param name="Minimum">What the machine can do: everything that disturbs a run makes it longer.</param>
/// <param name="Median">What it does now.</param>
internal readonly record struct Timing(double Minimum, double Median)
{
    /// <summary>So long that reading the clock, whose ticks may be 100 ns, does not count.</summary>
    private const double ShortestRun = 50e-6;

    /// <summary>Repeats an action for about the given number of seconds, in runs of as many calls as a clock can time well.</summary>
    public static Timing Of(Action action, double seconds)
    {
        // Calls until nothing is compiled or packed any more, and the clock rate has risen.
        for (long start = Stopwatch.GetTimestamp(); Since(start) < seconds / 8;)
            action();

        int calls = 1;
        while (SecondsOf(action, calls) < ShortestRun)
            calls *= 2;

        var runs = new List<double>();
        for (long start = Stopwatch.GetTimestamp(); runs.Count == 0 || Since(start) < seconds;)
            runs.Add(SecondsOf(action, calls) / calls);
        return Of(runs);
    }

    public static Timing Of(IEnumerable<double> runs)
    {
        double[] sorted = [.. runs.Order()];
        return new Timing(sorted[0], sorted[sorted.Length / 2]);
    }

    public static double SecondsOf(Action action) => SecondsOf(action, 1);

    public static double Since(long timestamp) => Stopwatch.GetElapsedTime(timestamp).TotalSeconds;

    /// <summary>Seconds of that many calls.</summary>
    public static double SecondsOf(Action action, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
            action();
        return Since(start);
    }
}
