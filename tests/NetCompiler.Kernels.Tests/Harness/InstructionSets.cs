using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>The compiler's targets, and why this machine may not run one of them.</summary>
internal static class InstructionSets
{
    public static IReadOnlyList<string> All { get; } = ["Avx512", "Avx2", "AdvSimd", "Portable"];

    /// <summary>The first that this machine runs.</summary>
    public static string Best => All.First(target => ReasonToSkip(target) is null);

    /// <summary>Null if code for the target runs here.</summary>
    public static string? ReasonToSkip(string target)
    {
        bool supported = target switch
        {
            "Avx512" => Avx512F.IsSupported && Avx512F.VL.IsSupported,
            "Avx2" => Avx2.IsSupported && Fma.IsSupported,
            "AdvSimd" => AdvSimd.Arm64.IsSupported,
            "Portable" => true,
            _ => throw new ArgumentException($"'{target}' is no target.", nameof(target)),
        };
        return supported ? null : $"This machine does not run {target}, or it was switched off by an environment variable.";
    }
}
