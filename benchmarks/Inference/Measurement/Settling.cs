using System.Diagnostics;

namespace Benchmarks.Measurement;

/// <summary>Waits between samples. Worker threads spin for a while after a call in the hope of the next one, which would slow down whoever runs then.</summary>
internal static class Settling
{
    /// <summary>Longer than any of the workers spins.</summary>
    private const double Seconds = 5e-3;

    /// <summary>What to do before a sample, given the number of threads: one thread has no workers.</summary>
    public static Action For(int threads) => threads == 1 ? static () => { } : Wait;

    // Keeps the processor busy: after a sleep the clock rate might have to rise first.
    private static void Wait()
    {
        for (long start = Stopwatch.GetTimestamp(); Timing.Since(start) < Seconds;)
            Thread.SpinWait(20);
    }
}
