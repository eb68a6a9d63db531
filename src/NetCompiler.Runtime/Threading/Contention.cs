using System.Diagnostics;

namespace NetCompiler;

/// <summary>
/// Notices when a busy machine makes a network's calls slower on several threads than they would be on one, and then keeps it away from the team for a while.
/// </summary>
/// <remarks>
/// Threads that meet need processors at the same time. Where other programs want them too, every meeting may last a slice of the scheduler's time:
/// measured, two threads beside two busy programs on two processors took 60 ms for what one thread does in 0.35 ms.
/// Threads make a call at most as many times faster as there are of them, so one that took longer than that times the shortest so far would have been
/// better done alone.
/// </remarks>
internal sealed class Contention
{
    /// <summary>Longer than this times what one thread should take is no coincidence of the clock or of a cold cache.</summary>
    private const int Patience = 2;

    /// <summary>A call that took long costs at most a sixteenth of the time until the next attempt.</summary>
    private const int Rest = 16;

    private static readonly long s_longestRest = Stopwatch.Frequency;

    // The shortest call so far, per item: of single items, and of several at once, which share the reading of weights.
    private readonly long[] _shortest = [long.MaxValue, long.MaxValue];
    private bool _wasSlow;
    private long _until;

    /// <summary>Whether calls should be done alone now.</summary>
    public bool IsExpected(long now) => now < Volatile.Read(ref _until);

    /// <summary>Takes note of a call on several threads.</summary>
    /// <param name="start">When it began.</param>
    /// <param name="end">When it ended.</param>
    /// <param name="count">Items.</param>
    /// <param name="threads">Threads.</param>
    public void Note(long start, long end, int count, int threads)
    {
        long duration = end - start, item = Math.Max(1, duration / count);
        ref long shortest = ref _shortest[count == 1 ? 0 : 1];
        bool slow = item / threads / Patience > Volatile.Read(ref shortest);
        if (slow && _wasSlow)
        {
            Volatile.Write(ref _until, end + Math.Min(duration * Rest, s_longestRest));
        }

        // Once may be chance, and is forgiven.
        _wasSlow = slow;

        if (item < Volatile.Read(ref shortest))
        {
            Volatile.Write(ref shortest, item);
        }
    }
}
