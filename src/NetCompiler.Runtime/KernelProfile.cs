using System.ComponentModel;
using System.Diagnostics;

namespace NetCompiler;

/// <summary>
/// How long each kernel of a network took, summed over all predictions of all instances. A project with <c>NetCompilerProfile</c> set to
/// <c>true</c> is compiled so that predictions fill it in; without, there is none, and predictions read no clock.
/// </summary>
/// <remarks>Reading the clock takes some 20 ns per kernel: times of networks that need microseconds are too long by that.</remarks>
public sealed class KernelProfile
{
    private readonly KernelTime[] _kernels;

    /// <summary>An empty profile. Called by generated code.</summary>
    /// <param name="kernels">The kernels in the order in which they run.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public KernelProfile(IReadOnlyList<KernelTime> kernels)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        _kernels = [.. kernels];
    }

    /// <summary>The kernels in the order in which they run.</summary>
    public IReadOnlyList<KernelTime> Kernels => _kernels;

    /// <summary>Forgets all times.</summary>
    public void Reset()
    {
        foreach (KernelTime kernel in _kernels)
        {
            kernel.Reset();
        }
    }

    /// <summary>Counts one call that has just ended. Called by generated code, on several threads at once.</summary>
    /// <param name="kernel">The kernel's place in the list.</param>
    /// <param name="started">When it began, as <see cref="Stopwatch.GetTimestamp"/> says.</param>
    /// <returns>The present time, at which the next kernel begins.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public long Add(int kernel, long started)
    {
        long now = Stopwatch.GetTimestamp();
        _kernels[kernel].Add(now - started);
        return now;
    }
}
