using System.Runtime.InteropServices;

namespace Benchmarks.Peers;

/// <summary>What an ONNX tensor holds; the numbers of <c>ONNXTensorElementDataType</c>.</summary>
internal enum OrtElementType
{
    Float = 1,
    Int32 = 6,
    Int64 = 7,
}

/// <summary>Memory that an input or output of a model is bound to, aligned to 64 bytes as the library's own is.</summary>
internal sealed unsafe class OrtTensor : IDisposable
{
    private const nuint Alignment = 64;

    /// <param name="name">The model's name for it.</param>
    /// <param name="shape">All sizes, the batch first.</param>
    /// <param name="elementType">What it holds.</param>
    /// <exception cref="NotSupportedException">Networks take and give no such elements.</exception>
    public OrtTensor(string name, long[] shape, OrtElementType elementType)
    {
        ElementBytes = elementType switch
        {
            OrtElementType.Float or OrtElementType.Int32 => 4,
            OrtElementType.Int64 => 8,
            _ => throw new NotSupportedException($"'{name}' holds elements of ONNX type {elementType}."),
        };
        (Name, Shape, ElementType) = (name, shape, elementType);
        Length = (int)shape.Aggregate(1L, (product, size) => checked(product * size));
        Data = NativeMemory.AlignedAlloc((nuint)Bytes, Alignment);
        NativeMemory.Clear(Data, (nuint)Bytes);
    }

    public string Name { get; }

    public long[] Shape { get; }

    public OrtElementType ElementType { get; }

    public int Length { get; }

    public void* Data { get; private set; }

    /// <summary>The library's object for it.</summary>
    public void* Handle { get; set; }

    public long Bytes => (long)Length * ElementBytes;

    private int ElementBytes { get; }

    /// <summary>The values of a tensor of floats.</summary>
    public Span<float> Values => ElementType == OrtElementType.Float
        ? new(Data, Length)
        : throw new InvalidOperationException($"'{Name}' holds {ElementType}.");

    /// <summary>Sets all values, as whole numbers where the tensor holds such.</summary>
    public void Write(ReadOnlySpan<float> values)
    {
        switch (ElementType)
        {
            case OrtElementType.Int64:
                for (int i = 0; i < Length; i++)
                    ((long*)Data)[i] = (long)values[i];
                break;
            case OrtElementType.Int32:
                for (int i = 0; i < Length; i++)
                    ((int*)Data)[i] = (int)values[i];
                break;
            default:
                values.CopyTo(Values);
                break;
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Data);
        Data = null;
    }
}
