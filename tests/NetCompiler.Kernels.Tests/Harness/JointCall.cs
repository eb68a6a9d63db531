namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>One call computed by threads of the test, which do what those of the process's team do, so that no other test keeps them busy.</summary>
internal static unsafe class JointCall
{
    /// <summary>Predicts items in guarded memory of the size that such a network rents, spoiled before.</summary>
    public static float[] Run(Network network, Meeting meeting, float[] inputs, int outputLength, int count)
    {
        int threads = network.Threads;
        using GuardedBuffer parameters = new GuardedBuffer("the parameters", network.ParameterBlockLength).Fill(network.ParameterSpan);
        using GuardedBuffer packed = new GuardedBuffer("the packed weights", (int)(network.Info.PackedBytes / sizeof(float))).Fill(float.NaN);
        using GuardedBuffer arena = new GuardedBuffer("the arena", (int)network.ArenaLength).Fill(float.NaN);
        using GuardedBuffer input = new GuardedBuffer("the inputs", inputs.Length, misalignment: 1).Fill(inputs);
        using GuardedBuffer output = new GuardedBuffer("the outputs", outputLength * count, misalignment: 1).Fill(float.NaN);
        ((ITestNetwork)network).PackWithKernel(parameters.Pointer, packed.Pointer);

        float*[] callers = [input.Pointer, output.Pointer];
        void Member(int number)
        {
            var member = new TeamMember(meeting, number, threads);
            (meeting as TurnTaking)?.Begin(number);
            fixed (float** memory = callers)
                network.RunForwardTogether(packed.Pointer, arena.Pointer, memory, count, ref member);
            (meeting as TurnTaking)?.End();
        }

        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(number => new Thread(() => Member(number)))];
        foreach (Thread thread in others)
            thread.Start();
        Member(0);
        foreach (Thread thread in others)
            thread.Join();
        foreach (GuardedBuffer buffer in new[] { parameters, packed, arena, input, output })
            buffer.CheckGuards();
        return output.Span.ToArray();
    }
}

/// <summary>
/// Lets one member run at a time, from meeting to meeting. Whoever then reads what a later member computes in the same stretch, or finds overwritten
/// what an earlier one was done with too soon, gets a wrong result every time: a meeting that is missing shows in one of the two orders.
/// </summary>
internal sealed class TurnTaking(int members, bool lastFirst) : Meeting
{
    /// <summary>When it is this thread's turn.</summary>
    [ThreadStatic]
    private static int s_own;

    private readonly object _lock = new();
    private int _turn;

    /// <summary>Waits for the member's first turn.</summary>
    public void Begin(int number)
    {
        s_own = lastFirst ? members - 1 - number : number;
        Wait();
    }

    public override void Attend(int members)
    {
        End();
        Wait();
    }

    /// <summary>Gives the turn to the next.</summary>
    public void End()
    {
        lock (_lock)
        {
            _turn = (_turn + 1) % members;
            Monitor.PulseAll(_lock);
        }
    }

    private void Wait()
    {
        lock (_lock)
        {
            while (_turn != s_own)
                Monitor.Wait(_lock);
        }
    }
}
