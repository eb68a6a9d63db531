using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Benchmarks;

/// <summary>Says where figures were measured.</summary>
internal static class Machine
{
    /// <summary>The processor's name as the system gives it.</summary>
    public static string Processor { get; } = FindProcessor();

    /// <summary>The first of the compiler's targets that this processor runs.</summary>
    public static string BestTarget => Avx512F.IsSupported ? "Avx512" : Fma.IsSupported ? "Avx2" : AdvSimd.Arm64.IsSupported ? "AdvSimd" : "Portable";

    public static void Print()
    {
        Console.WriteLine($"{Processor}, {Environment.ProcessorCount} logical processors, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
        Console.WriteLine();
    }

    private static string FindProcessor()
    {
        const string Linux = "/proc/cpuinfo";
        string? line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        string? name = line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return name ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
