using System.Runtime.InteropServices;

namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>
/// Native floats between two guard zones. The guards are NaNs of a bit pattern that no arithmetic produces: a write beside the buffer changes them,
/// a read beside it that matters makes the result NaN.
/// </summary>
internal sealed unsafe class GuardedBuffer : IDisposable
{
    private const uint Guard = 0x7FC0DEAD;

    /// <summary>Floats per guard zone: more than the widest row of vectors a kernel handles at once.</summary>
    private const int GuardLength = 1024;

    private readonly string _name;
    private readonly int _misalignment;
    private uint* _memory;

    /// <summary>Floats that start on a cache line, or so many floats after one.</summary>
    public GuardedBuffer(string name, int length, int misalignment = 0)
    {
        (_name, Length, _misalignment) = (name, length, misalignment);
        _memory = (uint*)NativeMemory.AlignedAlloc((nuint)(Total * sizeof(float)), 64);
        new Span<uint>(_memory, Total).Fill(Guard);
    }

    public int Length { get; }

    public float* Pointer => (float*)_memory + GuardLength + _misalignment;

    public Span<float> Span => new(Pointer, Length);

    private int Total => GuardLength + _misalignment + Length + GuardLength;

    /// <summary>Fails if a guard was overwritten.</summary>
    public void CheckGuards()
    {
        for (int i = 0; i < Total; i++)
        {
            int position = i - GuardLength - _misalignment;
            if ((position < 0 || position >= Length) && _memory[i] != Guard)
                Assert.Fail($"Something wrote {BitConverter.UInt32BitsToSingle(_memory[i])} to position {position} of {_name}, which has {Length} floats.");
        }
    }

    public GuardedBuffer Fill(float value)
    {
        Span.Fill(value);
        return this;
    }

    public GuardedBuffer Fill(ReadOnlySpan<float> values)
    {
        values.CopyTo(Span);
        return this;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
