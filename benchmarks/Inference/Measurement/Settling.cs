using System.Diagnostics;

namespace Benchmarks.Measurement;

/// <summary>Waits between samples. Worker threads spin for a while after a call in the hope of the next one, which would slow down whoever runs then.</summary>
internal static class Settling
{
    /// <summary>The processor time of other threads is looked at over so long: the system counts it at each of its ticks, of up to 10 ms.</summary>
    private const double WindowSeconds = 30e-3;

    /// <summary>Workers that still run after so long will not rest.</summary>
    private const double LongestSeconds = 1;

    /// <summary>What to do before a sample, given the number of threads: one thread has no workers.</summary>
    public static Action For(int threads) => threads == 1 ? static () => { } : Wait;

    // Keeps one processor busy: after a sleep the clock rate might have to rise first.
    private static void Wait()
    {
        long start = Stopwatch.GetTimestamp();
        bool othersRun = true;
        while (othersRun && Timing.Since(start) < LongestSeconds)
        {
            TimeSpan used = Environment.CpuUsage.TotalTime;
            long window = Stopwatch.GetTimestamp();
            while (Timing.Since(window) < WindowSeconds)
                Thread.SpinWait(20);
            othersRun = (Environment.CpuUsage.TotalTime - used).TotalSeconds > 1.5 * Timing.Since(window);
        }
    }
}
