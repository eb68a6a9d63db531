namespace NetCompiler.Tests;

/// <summary>Bytes that code allocates on the calling thread.</summary>
internal static class AllocatedBytes
{
    private const int Rounds = 5;

    /// <summary>
    /// The least of several rounds of calls. A background collection that another test causes now and then counts what is left of this thread's allocation
    /// buffer, up to 8 KB, as allocated; what the calls allocate themselves shows in every round.
    /// </summary>
    /// <param name="calls">Calls of one round.</param>
    /// <param name="call">The call, warm.</param>
    public static long Of(int calls, Action call)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least != 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < calls; i++)
            {
                call();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
