using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Benchmarks.Measurement;

/// <summary>What the machine can do at most with a number of threads.</summary>
/// <param name="Threads">How many ran at once.</param>
/// <param name="Peak">Floating-point operations per second, two for each multiply-add in registers.</param>
/// <param name="Bandwidth">Bytes per second read from memory in order.</param>
/// <param name="CacheBytes">Bytes of the last-level cache; 0 if the system does not say.</param>
internal sealed record MachineLimits(int Threads, double Peak, double Bandwidth, long CacheBytes)
{
    /// <summary>Beyond any last-level cache of a machine that this runs on, for all threads together.</summary>
    private const long Stream = 1L << 29;

    private const int Passes = 8;

    public static MachineLimits Measure(int threads) => new(threads, MeasurePeak(threads), MeasureBandwidth(threads), LastLevelCache());

    /// <summary>Multiply-adds on all threads at once.</summary>
    public static double MeasurePeak(int threads)
    {
        double[] peaks = new double[threads];
        Together(threads, thread => peaks[thread] = FmaPeak.Measure(FmaPeak.WidestBits) * 1e9);
        return peaks.Sum();
    }

    private static unsafe double MeasureBandwidth(int threads)
    {
        nuint part = (nuint)(Stream / threads / 4096 * 4096);
        byte* memory = (byte*)NativeMemory.AlignedAlloc(part * (nuint)threads, 4096);
        try
        {
            // Written first: pages that were never touched are all the same one.
            for (int thread = 0; thread < threads; thread++)
                NativeMemory.Fill(memory + ((nuint)thread * part), part, 1);
            double best = double.MaxValue;
            for (int pass = 0; pass < Passes; pass++)
                best = Math.Min(best, Timing.SecondsOf(() => Together(threads, thread => Read(memory + ((nuint)thread * part), part))));
            return part * (double)threads / best;
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static unsafe void Read(byte* memory, nuint bytes)
    {
        Vector512<byte> a = default, b = default, c = default, d = default;
        for (nuint i = 0; i < bytes; i += 256)
        {
            a ^= Vector512.Load(memory + i);
            b ^= Vector512.Load(memory + i + 64);
            c ^= Vector512.Load(memory + i + 128);
            d ^= Vector512.Load(memory + i + 192);
        }

        GC.KeepAlive((a ^ b ^ c ^ d).GetElement(0));
    }

    private static void Together(int count, Action<int> action)
    {
        Thread[] others = [.. Enumerable.Range(1, count - 1).Select(thread => new Thread(() => action(thread)))];
        foreach (Thread other in others)
            other.Start();
        action(0);
        foreach (Thread other in others)
            other.Join();
    }

    private static long LastLevelCache()
    {
        const string Linux = "/sys/devices/system/cpu/cpu0/cache";
        return Directory.Exists(Linux)
            ? Directory.EnumerateDirectories(Linux, "index*").Select(index => Size(Path.Combine(index, "size"))).DefaultIfEmpty(0).Max()
            : 0;
    }

    /// <summary>The number in a file that says <c>32768K</c>.</summary>
    private static long Size(string path) =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path).Trim().TrimEnd('K'), NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes)
            ? kilobytes * 1024
            : 0;
}
