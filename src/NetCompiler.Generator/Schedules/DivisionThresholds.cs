namespace NetCompiler.Generator.Schedules;

/// <summary>What is worth dividing among threads, in multiply-adds or what takes as long.</summary>
/// <param name="Kernel">The least work of a kernel.</param>
/// <param name="Network">The least work of all such kernels together.</param>
internal sealed record DivisionThresholds(long Kernel, long Network)
{
    /// <summary>
    /// A kernel: less is done (AVX-512: in 2 µs) before a second thread has begun and ended, as meeting twice takes 0.2 µs and half of the input comes
    /// from the other processor's cache. A network: less is done in 40 µs, while a team that sleeps takes 5 to 50 µs to wake up.
    /// </summary>
    public static readonly DivisionThresholds Default = new(Kernel: 250_000, Network: 5_000_000);

    /// <summary>Divides all that can be, for tests on small networks.</summary>
    public static readonly DivisionThresholds None = new(Kernel: 1, Network: 1);
}
