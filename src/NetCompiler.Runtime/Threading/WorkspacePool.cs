using System.Diagnostics;

namespace NetCompiler;

/// <summary>The working memory of one call, and what the threads of the team need to compute it together.</summary>
internal sealed unsafe class Workspace(long length, int slot) : IJointWork, IDisposable
{
    private Network? _network;
    private float* _packed;
    private float** _callers;
    private int _count;

    public AlignedBuffer Arena { get; } = new(length);

    /// <summary>Its place in the pool, or −1 if it is freed after its call.</summary>
    public int Slot { get; } = slot;

    /// <summary>While it is idle: the slot of the workspace below it, plus one.</summary>
    public int Below { get; set; }

    /// <summary>Predicts with several threads; false, and nothing is done, if the team or the machine is busy.</summary>
    public bool TryForwardTogether(Network network, float* packed, float** callers, int count)
    {
        _network = network;
        _packed = packed;
        _callers = callers;
        _count = count;
        long start = Stopwatch.GetTimestamp();
        if (network.Contention.IsExpected(start) || !ThreadTeam.TryRunJointly(network.Threads, this))
        {
            return false;
        }

        network.Contention.Note(start, Stopwatch.GetTimestamp(), count, network.Threads);
        return true;
    }

    void IJointWork.Run(ref TeamMember member) => _network!.RunForwardTogether(_packed, Arena.Pointer, _callers, _count, ref member);

    public void Dispose() => Arena.Dispose();
}

/// <summary>
/// A lock-free stack of idle workspaces. The first <paramref name="capacity"/> workspaces are kept until the pool is disposed of; calls
/// beyond that many at once get memory of their own, freed when they end.
/// </summary>
/// <remarks>
/// The top of the stack is one word: a workspace's slot plus one, or 0, in the lower half and a counter in the upper half. The counter changes with
/// every push and pop, so that a compare-and-swap never takes a top that went and came back with another one below it (the ABA problem).
/// </remarks>
internal sealed class WorkspacePool(int capacity) : IDisposable
{
    private readonly Workspace?[] _slots = new Workspace?[capacity];
    private long _top;
    private int _created;

    /// <summary>Takes an idle workspace or creates one of <paramref name="length"/> floats.</summary>
    public Workspace Rent(long length)
    {
        long top = Volatile.Read(ref _top);
        while ((int)top != 0)
        {
            Workspace workspace = _slots[(int)top - 1]!;
            long seen = Interlocked.CompareExchange(ref _top, Next(top, workspace.Below), top);
            if (seen == top)
            {
                return workspace;
            }

            top = seen;
        }

        return Create(length);
    }

    /// <summary>Makes a workspace idle, or frees it.</summary>
    public void Return(Workspace workspace)
    {
        if (workspace.Slot < 0)
        {
            workspace.Dispose();
            return;
        }

        long top = Volatile.Read(ref _top);
        while (true)
        {
            workspace.Below = (int)top;
            long seen = Interlocked.CompareExchange(ref _top, Next(top, workspace.Slot + 1), top);
            if (seen == top)
            {
                return;
            }

            top = seen;
        }
    }

    /// <summary>Frees all workspaces. No call may run any more.</summary>
    public void Dispose()
    {
        foreach (Workspace? workspace in _slots)
        {
            workspace?.Dispose();
        }
    }

    private static long Next(long top, int slotPlusOne) => (((top >> 32) + 1) << 32) | (uint)slotPlusOne;

    private Workspace Create(long length)
    {
        // Slots are handed out once: a failed allocation loses one, which only means that one workspace fewer is kept.
        int slot = Volatile.Read(ref _created) < capacity ? Interlocked.Increment(ref _created) - 1 : capacity;
        if (slot >= capacity)
        {
            return new Workspace(length, slot: -1);
        }

        var workspace = new Workspace(length, slot);
        _slots[slot] = workspace;
        return workspace;
    }
}
