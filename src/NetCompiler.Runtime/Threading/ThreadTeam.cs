using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace NetCompiler;

/// <summary>
/// The process's one team of worker threads. A call takes the whole team or, when it is busy (another network, or a call from within
/// a call), does all the work on its own thread. Work whose items are independent gives the same result either way, and at any number of threads.
/// Workers start when they are first needed, wait actively for a moment between calls, then sleep; they never keep the process alive.
/// </summary>
internal static class ThreadTeam
{
    /// <summary>More threads than this are never used.</summary>
    public const int MaxThreads = 256;

    /// <summary>
    /// How long a worker stays awake for the next call, or the caller for the last worker: longer than what a program does between two predictions in a
    /// loop or two stages of a training step, and nothing to anyone who does not call again.
    /// </summary>
    private static readonly long s_awake = Turn.Ticks(microseconds: 50);

    private static readonly Meeting s_meeting = new();
    private static readonly Turn s_done = new();
    private static readonly Ranges s_ranges = new();
    private static Worker[] s_workers = [];
    private static IJointWork? s_work;
    private static int s_threads;
    private static Padded s_pending;
    private static int s_busy;

    /// <summary>Runs <paramref name="work"/> over items 0 … <paramref name="items"/> − 1 and returns when all of them are done.</summary>
    /// <param name="items">The number of items; 0 does nothing.</param>
    /// <param name="grain">Ranges start at multiples of this many items.</param>
    /// <param name="threads">At most this many threads, the caller's included.</param>
    /// <param name="work">The work; called at most once per thread, with contiguous ranges in the order of the thread numbers.</param>
    /// <remarks>Allocates nothing once the workers run. An exception in the work is thrown again here when every thread has finished;
    /// of several, the one of the lowest thread number.</remarks>
    public static void Run(int items, int grain, int threads, ITeamWork work)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(grain);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        ArgumentNullException.ThrowIfNull(work);

        if (items == 0)
        {
            return;
        }

        int pieces = Pieces(items, grain);
        threads = Math.Min(Math.Min(threads, pieces), MaxThreads);
        if (threads == 1 || Interlocked.CompareExchange(ref s_busy, 1, 0) != 0)
        {
            work.Run(0, 0, items);
            return;
        }

        try
        {
            (s_ranges.Work, s_ranges.Items, s_ranges.Grain) = (work, items, grain);
            RunTogether(1 + StartWorkers(threads - 1), s_ranges);
        }
        finally
        {
            s_ranges.Work = null;
            s_work = null;
            Volatile.Write(ref s_busy, 0);
        }
    }

    /// <summary>Runs <paramref name="work"/> on several threads at once and returns when all of them are done.</summary>
    /// <param name="threads">At most this many threads, the caller's included.</param>
    /// <param name="work">The work; called once per thread.</param>
    /// <returns>False, and nothing was done, if the team is busy or there is only one thread: the caller then does the work alone.</returns>
    /// <remarks>Allocates nothing once the workers run. Exceptions as in <see cref="Run"/>; members that wait for one that failed stop waiting.</remarks>
    public static bool TryRunJointly(int threads, IJointWork work)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        ArgumentNullException.ThrowIfNull(work);

        if (threads == 1 || Interlocked.CompareExchange(ref s_busy, 1, 0) != 0)
        {
            return false;
        }

        try
        {
            threads = 1 + StartWorkers(Math.Min(threads, MaxThreads) - 1);
            if (threads == 1)
            {
                return false;
            }

            RunTogether(threads, work);
            return true;
        }
        finally
        {
            s_work = null;
            Volatile.Write(ref s_busy, 0);
        }
    }

    /// <summary>The items of one thread: a contiguous share that starts at a multiple of the grain.</summary>
    internal static (int First, int End) Range(int thread, int threads, int items, int grain)
    {
        long pieces = Pieces(items, grain);
        long first = thread * pieces / threads * grain;
        long end = (thread + 1) * pieces / threads * grain;
        return ((int)first, (int)Math.Min(end, items));
    }

    private static int Pieces(int items, int grain) => (int)(((long)items + grain - 1) / grain);

    private static void RunTogether(int threads, IJointWork work)
    {
        s_work = work;
        s_threads = threads;
        s_pending.Value = threads - 1;
        s_meeting.Reset();
        int done = s_done.Number;
        for (int i = 0; i < threads - 1; i++)
        {
            s_workers[i].Start.Advance();
        }

        ExceptionDispatchInfo? failure = RunShare(thread: 0);

        // The workers use the caller's memory: nothing may end this wait early.
        if (threads > 1)
        {
            s_done.WaitWhile(done, s_awake);
        }

        for (int i = 0; i < threads - 1; i++)
        {
            failure ??= s_workers[i].Failure;
            s_workers[i].Failure = null;
        }

        failure?.Throw();
    }

    /// <summary>In a frame of its own, so that a sleeping worker's does not keep the work alive.</summary>
    /// <returns>What the work threw.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ExceptionDispatchInfo? RunShare(int thread)
    {
        try
        {
            var member = new TeamMember(s_meeting, thread, s_threads);
            s_work!.Run(ref member);
            return null;
        }
        catch (MeetingCancelledException)
        {
            return null;
        }
        catch (Exception exception)
        {
            s_meeting.Cancel();
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary>Makes sure that there are <paramref name="count"/> workers, or as many as the system allows; returns how many of those there are.</summary>
    private static int StartWorkers(int count)
    {
        int started = s_workers.Length;
        if (started >= count)
        {
            return count;
        }

        var workers = new Worker[count];
        s_workers.CopyTo(workers, 0);
        try
        {
            for (; started < count; started++)
            {
                workers[started] = new Worker(thread: started + 1);
            }
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            // The system gives no more threads: fewer do the same work.
            Array.Resize(ref workers, started);
        }

        s_workers = workers;
        return started;
    }

    /// <summary>Items, split over threads.</summary>
    private sealed class Ranges : IJointWork
    {
        public ITeamWork? Work { get; set; }

        public int Items { get; set; }

        public int Grain { get; set; }

        public void Run(ref TeamMember member)
        {
            (int first, int end) = Range(member.Number, member.Members, Items, Grain);
            Work!.Run(member.Number, first, end);
        }
    }

    private sealed class Worker
    {
        private readonly int _thread;

        public Worker(int thread)
        {
            _thread = thread;
            new Thread(Loop) { IsBackground = true, Name = $"NetCompiler {thread}" }.UnsafeStart();
        }

        /// <summary>Advanced by a call for a worker that takes part in it.</summary>
        public Turn Start { get; } = new();

        /// <summary>What the work threw.</summary>
        public ExceptionDispatchInfo? Failure { get; set; }

        private void Loop()
        {
            int number = 0;
            while (true)
            {
                // The next call may begin as soon as this one is done, so the number is read before.
                Start.WaitWhile(number, s_awake);
                number = Start.Number;
                Failure = RunShare(_thread);
                if (Interlocked.Decrement(ref s_pending.Value) == 0)
                {
                    s_done.Advance();
                }
            }
        }
    }
}
