using System.Diagnostics;

namespace NetCompiler;

/// <summary>How long one kernel of a network took.</summary>
/// <param name="layer">The last of the declared layers that the kernel computes.</param>
/// <param name="name">The kernel's name in the generated code.</param>
public sealed class KernelTime(string layer, string name)
{
    private long _calls;
    private long _ticks;

    /// <summary>The last of the declared layers that the kernel computes; those before it without a kernel of their own are part of it.</summary>
    public string Layer { get; } = layer;

    /// <summary>The kernel's name in the generated code.</summary>
    public string Name { get; } = name;

    /// <summary>How often it ran.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>The time of all calls together.</summary>
    public TimeSpan Total => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticks));

    internal void Add(long ticks)
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _ticks, ticks);
    }

    internal void Reset()
    {
        Interlocked.Exchange(ref _calls, 0);
        Interlocked.Exchange(ref _ticks, 0);
    }
}
