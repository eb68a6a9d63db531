namespace NetCompiler.Generator.Schedules;

/// <summary>What is worth dividing among threads, in multiply-adds or what takes as long.</summary>
/// <param name="Kernel">The least work of a kernel.</param>
/// <param name="Network">The least work of all such kernels together.</param>
internal sealed record DivisionThresholds(long Kernel, long Network)
{
    /// <summary>
    /// A kernel: threads meet around it anyway, and a meeting takes 0.07 µs. Measured at 4 000, 15 000, 60 000 and 250 000, how much faster two threads
    /// are: CIFAR ResNet-20 1.60, 1.70, 1.70, 1.61; MobileNetV2 1.62, 1.90, 1.90, 1.87. A network: less is done in 150 µs, while a team that sleeps
    /// takes 30 to 110 µs to wake up (CIFAR ResNet-20, 17 million by Winograd's method: 0.15 ms alone, 0.14 on two threads that are awake, 0.17 on two that sleep). To begin alone
    /// and share what is left when the others are awake was tried: it helps that network (0.16 ms) and slows MobileNetV2 (1.8 → 2.1 ms), as a thread that does not wait
    /// leaves the one that wakes up without a processor where the system put both on one.
    /// </summary>
    public static readonly DivisionThresholds Default = new(Kernel: 50_000, Network: 20_000_000);

    /// <summary>What is computed in stripes.</summary>
    public StripeLimits Stripes { get; init; } = StripeLimits.Default;

    /// <summary>Divides all that can be, for tests on small networks.</summary>
    public static readonly DivisionThresholds None = new(Kernel: 1, Network: 1) { Stripes = StripeLimits.None };
}
