namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>One call computed by threads of the test, which do what those of the process's team do, so that no other test keeps them busy.</summary>
internal static unsafe class JointCall
{
    /// <summary>Predicts items in guarded memory of the size that such a network rents, spoiled before.</summary>
    public static float[] Run(Network network, int threads, float[] inputs, int outputLength, int count)
    {
        using GuardedBuffer parameters = new GuardedBuffer("the parameters", network.ParameterBlockLength).Fill(network.ParameterSpan);
        using GuardedBuffer packed = new GuardedBuffer("the packed weights", (int)(network.Info.PackedBytes / sizeof(float))).Fill(float.NaN);
        using GuardedBuffer arena = new GuardedBuffer("the arena", (int)network.ArenaLength).Fill(float.NaN);
        using GuardedBuffer input = new GuardedBuffer("the inputs", inputs.Length, misalignment: 1).Fill(inputs);
        using GuardedBuffer output = new GuardedBuffer("the outputs", outputLength * count, misalignment: 1).Fill(float.NaN);
        ((ITestNetwork)network).PackWithKernel(parameters.Pointer, packed.Pointer);

        float*[] callers = [input.Pointer, output.Pointer];
        var meeting = new Meeting();
        void Member(int number)
        {
            var member = new TeamMember(meeting, number, threads);
            fixed (float** memory = callers)
                network.RunForwardTogether(packed.Pointer, arena.Pointer, memory, count, ref member);
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
