using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Benchmarks;

/// <summary>
/// The most multiply-adds per second that one thread can do at this moment: chains of them in registers, without memory. Twelve chains cover
/// four cycles of latency on two (or three) units and leave registers free on machines with sixteen.
/// </summary>
internal static class FmaPeak
{
    private const int Chains = 12;
    private const int Steps = 10_000;
    private const double Seconds = 0.25;

    /// <summary>Bits of the widest registers that this machine computes with.</summary>
    public static int WidestBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Billions of floating-point operations per second, two for each multiply-add: the best of many runs.</summary>
    /// <param name="bits">The width of the registers: 128, 256 or 512.</param>
    public static double Measure(int bits)
    {
        Action chains = bits switch
        {
            512 => static () => Chains512(Steps),
            256 => static () => Chains256(Steps),
            _ => static () => Chains128(Steps),
        };
        Timing timing = Timing.Of(chains, Seconds);
        return 2.0 * Chains * Steps * (bits / 32) / timing.Minimum / 1e9;
    }

    /// <summary>Times something between two measurements of the peak, of which the higher counts.</summary>
    public static (Timing Timing, double Peak) Beside(int bits, Func<Timing> measure)
    {
        double before = Measure(bits);
        Timing timing = measure();
        return (timing, Math.Max(before, Measure(bits)));
    }

    // x · ½ + 1 approaches 2: neither denormal nor infinite numbers, which could take longer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chains512(int steps)
    {
        Vector512<float> half = Vector512.Create(0.5f), one = Vector512<float>.One;
        Vector512<float> a = one, b = one, c = one, d = one, e = one, f = one, g = one, h = one, i = one, j = one, k = one, l = one;
        for (int step = 0; step < steps; step++)
        {
            a = Vector512.FusedMultiplyAdd(a, half, one);
            b = Vector512.FusedMultiplyAdd(b, half, one);
            c = Vector512.FusedMultiplyAdd(c, half, one);
            d = Vector512.FusedMultiplyAdd(d, half, one);
            e = Vector512.FusedMultiplyAdd(e, half, one);
            f = Vector512.FusedMultiplyAdd(f, half, one);
            g = Vector512.FusedMultiplyAdd(g, half, one);
            h = Vector512.FusedMultiplyAdd(h, half, one);
            i = Vector512.FusedMultiplyAdd(i, half, one);
            j = Vector512.FusedMultiplyAdd(j, half, one);
            k = Vector512.FusedMultiplyAdd(k, half, one);
            l = Vector512.FusedMultiplyAdd(l, half, one);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chains256(int steps)
    {
        Vector256<float> half = Vector256.Create(0.5f), one = Vector256<float>.One;
        Vector256<float> a = one, b = one, c = one, d = one, e = one, f = one, g = one, h = one, i = one, j = one, k = one, l = one;
        for (int step = 0; step < steps; step++)
        {
            a = Vector256.FusedMultiplyAdd(a, half, one);
            b = Vector256.FusedMultiplyAdd(b, half, one);
            c = Vector256.FusedMultiplyAdd(c, half, one);
            d = Vector256.FusedMultiplyAdd(d, half, one);
            e = Vector256.FusedMultiplyAdd(e, half, one);
            f = Vector256.FusedMultiplyAdd(f, half, one);
            g = Vector256.FusedMultiplyAdd(g, half, one);
            h = Vector256.FusedMultiplyAdd(h, half, one);
            i = Vector256.FusedMultiplyAdd(i, half, one);
            j = Vector256.FusedMultiplyAdd(j, half, one);
            k = Vector256.FusedMultiplyAdd(k, half, one);
            l = Vector256.FusedMultiplyAdd(l, half, one);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chains128(int steps)
    {
        Vector128<float> half = Vector128.Create(0.5f), one = Vector128<float>.One;
        Vector128<float> a = one, b = one, c = one, d = one, e = one, f = one, g = one, h = one, i = one, j = one, k = one, l = one;
        for (int step = 0; step < steps; step++)
        {
            a = Vector128.MultiplyAddEstimate(a, half, one);
            b = Vector128.MultiplyAddEstimate(b, half, one);
            c = Vector128.MultiplyAddEstimate(c, half, one);
            d = Vector128.MultiplyAddEstimate(d, half, one);
            e = Vector128.MultiplyAddEstimate(e, half, one);
            f = Vector128.MultiplyAddEstimate(f, half, one);
            g = Vector128.MultiplyAddEstimate(g, half, one);
            h = Vector128.MultiplyAddEstimate(h, half, one);
            i = Vector128.MultiplyAddEstimate(i, half, one);
            j = Vector128.MultiplyAddEstimate(j, half, one);
            k = Vector128.MultiplyAddEstimate(k, half, one);
            l = Vector128.MultiplyAddEstimate(l, half, one);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
