using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>
/// The memory of all parameters of a network, aligned to 64 bytes, each parameter at its <see cref="ParameterInfo.Offset"/>.
/// It is a pinned array and not native memory because users get spans of it: a span keeps an array alive, so that one held longer
/// than the network is at worst outdated.
/// </summary>
internal sealed unsafe class ParameterBlock
{
    /// <summary>Every tensor starts at a multiple of this many floats: one cache line.</summary>
    public const int Granularity = AlignedBuffer.Alignment / sizeof(float);

    private readonly float[] _memory;
    private readonly int _start;

    /// <summary>Allocates the block for the given parameters, all zero.</summary>
    /// <exception cref="ArgumentException">The offsets are not consecutive: generated code and runtime do not belong together.</exception>
    public ParameterBlock(IReadOnlyList<ParameterInfo> parameters)
    {
        long length = 0;
        foreach (ParameterInfo parameter in parameters.OrderBy(parameter => parameter.Offset))
        {
            if (parameter.Offset != length || parameter.Shape.Any(size => size < 0))
            {
                throw new ArgumentException($"Parameter '{parameter.Name}' was expected at float {length}, but it is at {parameter.Offset}.", nameof(parameters));
            }

            length = checked(length + parameter.Length + (Granularity - 1)) / Granularity * Granularity;
            if (parameter.IsTrainable)
            {
                TrainableLength = checked((int)length);
            }
        }

        Length = checked((int)length);
        _memory = GC.AllocateArray<float>(checked(Length + 2 * Granularity), pinned: true);
        nuint misaligned = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory)) % AlignedBuffer.Alignment;
        _start = misaligned == 0 ? 0 : (int)((AlignedBuffer.Alignment - misaligned) / sizeof(float));
    }

    /// <summary>Floats in the block, gaps between parameters included.</summary>
    public int Length { get; }

    /// <summary>Floats at the front that an optimiser changes.</summary>
    public int TrainableLength { get; }

    /// <summary>The first float; valid as long as this object is reachable.</summary>
    public float* Pointer => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory)) + _start;

    /// <summary>The whole block.</summary>
    public Span<float> Span => _memory.AsSpan(_start, Length);
}
