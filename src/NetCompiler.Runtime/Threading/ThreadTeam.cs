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

    private static readonly ManualResetEventSlim s_done = new();
    private static Worker[] s_workers = [];
    private static ITeamWork? s_work;
    private static int s_items;
    private static int s_grain;
    private static int s_threads;
    private static int s_pending;
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
            RunTogether(items, grain, threads, work);
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

    private static void RunTogether(int items, int grain, int threads, ITeamWork work)
    {
        threads = Math.Min(threads, 1 + StartWorkers(threads - 1));

        s_work = work;
        s_items = items;
        s_grain = grain;
        s_threads = threads;
        s_pending = threads - 1;
        for (int i = 0; i < threads - 1; i++)
        {
            s_workers[i].Start.Set();
        }

        ExceptionDispatchInfo? failure = null;
        try
        {
            (int first, int end) = Range(0, threads, items, grain);
            work.Run(0, first, end);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        WaitForWorkers();
        for (int i = 0; i < threads - 1; i++)
        {
            failure ??= s_workers[i].Failure;
            s_workers[i].Failure = null;
        }

        failure?.Throw();
    }

    private static void WaitForWorkers()
    {
        // The workers use the caller's memory, so nothing may end the wait early, not even Thread.Interrupt; it is raised again afterwards.
        bool interrupted = false;
        while (true)
        {
            // Reset, look, wait: a worker of the call before may set the event late, which must neither end this wait nor keep it spinning.
            s_done.Reset();
            if (Volatile.Read(ref s_pending) == 0)
            {
                break;
            }

            try
            {
                s_done.Wait();
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        if (interrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    /// <summary>Makes sure that there are <paramref name="count"/> workers, or as many as the system allows; returns how many of them there are.</summary>
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

    private sealed class Worker
    {
        private readonly int _thread;

        public Worker(int thread)
        {
            _thread = thread;
            new Thread(Loop) { IsBackground = true, Name = $"NetCompiler {thread}" }.UnsafeStart();
        }

        /// <summary>Set by a call for a worker that takes part in it.</summary>
        public ManualResetEventSlim Start { get; } = new();

        /// <summary>What the work threw.</summary>
        public ExceptionDispatchInfo? Failure { get; set; }

        private void Loop()
        {
            while (true)
            {
                Start.Wait();
                Start.Reset();
                try
                {
                    RunShare();
                }
                catch (Exception exception)
                {
                    Failure = ExceptionDispatchInfo.Capture(exception);
                }

                if (Interlocked.Decrement(ref s_pending) == 0)
                {
                    s_done.Set();
                }
            }
        }

        /// <summary>In a frame of its own, so that a sleeping worker's does not keep the work alive.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private void RunShare()
        {
            (int first, int end) = Range(_thread, s_threads, s_items, s_grain);
            s_work!.Run(_thread, first, end);
        }
    }
}
