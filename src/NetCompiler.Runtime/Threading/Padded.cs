using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>A number in a cache line of its own, and out of reach of the prefetcher that fetches lines in pairs: writing it disturbs no reader of anything else.</summary>
[StructLayout(LayoutKind.Explicit, Size = 2 * Distance)]
internal struct Padded
{
    private const int Distance = 128;

    /// <summary>The number.</summary>
    [FieldOffset(Distance)]
    public int Value;
}
