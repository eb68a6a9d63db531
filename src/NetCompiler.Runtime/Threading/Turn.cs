using System.Diagnostics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NetCompiler;

/// <summary>
/// A number that threads wait to see advanced: at first actively, which another processor's write ends within 100 ns, then yielding to whatever else
/// wants the processor, then asleep, which takes 5 to 50 µs to end. Allocates nothing.
/// </summary>
/// <remarks>
/// The number and whether someone sleeps are one word, so that every advance sees every sleeper that did not see it. Neither wait nor advance is cut
/// short by <see cref="Thread.Interrupt"/>: the memory of a call is in use until all its threads are done. It is raised again afterwards.
/// </remarks>
internal sealed class Turn
{
    /// <summary>The lowest bit: someone sleeps, or did.</summary>
    private const int Asleep = 1;

    private const int One = 2;

    /// <summary>Looks between two readings of the clock, which takes as long as one of them.</summary>
    private const int Looks = 32;

    /// <summary>
    /// How long a thread holds on to its processor. Giving it up costs a slice of the scheduler's time where another program wants it, but without a
    /// processor for the other thread nothing else helps.
    /// </summary>
    private static readonly long s_active = Environment.ProcessorCount > 1 ? Ticks(microseconds: 100) : 0;

    // A monitor, not a Lock: the wait for a pulse gives it up.
    private readonly object _bed = new();
    private Padded _word;

    /// <summary>How often it was advanced; wraps around.</summary>
    public int Number => Volatile.Read(ref _word.Value) >> 1;

    /// <summary>A time for <see cref="WaitWhile"/>.</summary>
    public static long Ticks(int microseconds) => Stopwatch.Frequency * microseconds / 1_000_000;

    /// <summary>Lets everyone go on who waits.</summary>
    public void Advance()
    {
        if ((Interlocked.Add(ref _word.Value, One) & Asleep) != 0)
        {
            Uninterrupted(0, static (turn, _) =>
            {
                Interlocked.And(ref turn._word.Value, ~Asleep);
                Monitor.PulseAll(turn._bed);
            });
        }
    }

    /// <summary>Returns when <see cref="Number"/> is no longer <paramref name="number"/>.</summary>
    /// <param name="number">The number before.</param>
    /// <param name="awake">Clock ticks after which the thread sleeps.</param>
    public void WaitWhile(int number, long awake)
    {
        for (long start = 0, waited = 0; waited <= awake;)
        {
            for (int i = 0; i < Looks; i++)
            {
                if (Number != number)
                {
                    return;
                }

                Relax();
            }

            long now = Stopwatch.GetTimestamp();
            start = start == 0 ? now : start;
            waited = now - start;
            if (waited >= s_active)
            {
                Thread.Yield();
            }
        }

        Uninterrupted(number, static (turn, number) =>
        {
            while (Interlocked.Or(ref turn._word.Value, Asleep) >> 1 == number)
            {
                Monitor.Wait(turn._bed);
            }
        });
    }

    /// <summary>Tells the processor that it waits, which leaves its resources to the other thread of its core and saves power.</summary>
    private static void Relax()
    {
        if (X86Base.IsSupported)
        {
            X86Base.Pause();
        }
        else if (ArmBase.IsSupported)
        {
            ArmBase.Yield();
        }
        else
        {
            Thread.SpinWait(1);
        }
    }

    private void Uninterrupted(int number, Action<Turn, int> action)
    {
        bool interrupted = false;
        while (true)
        {
            try
            {
                lock (_bed)
                {
                    action(this, number);
                    break;
                }
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
}
