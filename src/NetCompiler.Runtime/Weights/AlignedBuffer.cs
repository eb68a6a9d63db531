using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>
/// Native floats that start on a 64-byte boundary (a cache line, one AVX-512 register) and begin as zeros.
/// The handle frees them once, also when nobody disposed of it.
/// </summary>
internal sealed unsafe class AlignedBuffer : SafeHandle
{
    /// <summary>Bytes to which every buffer is aligned.</summary>
    public const int Alignment = 64;

    private static long s_allocationCount;

    /// <summary>Allocates <paramref name="length"/> floats.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="OverflowException">Its size in bytes is no number of this machine.</exception>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public AlignedBuffer(long length)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);

        // Whole cache lines, at least one: an empty buffer has an aligned address too.
        nuint bytes = checked((nuint)(long.Max(length, 1) * sizeof(float) + (Alignment - 1))) & ~(nuint)(Alignment - 1);
        void* memory = NativeMemory.AlignedAlloc(bytes, Alignment);
        SetHandle((nint)memory);
        NativeMemory.Clear(memory, bytes);
        Length = length;
        Interlocked.Increment(ref s_allocationCount);
    }

    /// <summary>Buffers allocated so far in this process; tests use it to show that a warm network allocates none.</summary>
    public static long AllocationCount => Interlocked.Read(ref s_allocationCount);

    /// <summary>Usable floats.</summary>
    public long Length { get; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The first float. It stays valid until <see cref="SafeHandle.Dispose()"/>; the caller keeps the buffer alive meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public float* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (float*)handle;
        }
    }

    /// <summary>All floats as a span. It stays valid until <see cref="SafeHandle.Dispose()"/>.</summary>
    /// <exception cref="OverflowException">The buffer is longer than a span can be.</exception>
    public Span<float> Span => new(Pointer, checked((int)Length));

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
