using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>Reads a safetensors file: 8 bytes with the header's length, the header, the data; little-endian.</summary>
internal sealed class SafetensorsReader : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly Stream _stream;
    private readonly SafetensorsHeader _header;
    private readonly long _dataStart;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="stream">The file; disposed of with the reader, and also when this constructor throws.</param>
    /// <param name="file">The file's path, for messages.</param>
    /// <exception cref="WeightFormatException">The file breaks a rule of the format.</exception>
    public SafetensorsReader(Stream stream, string file)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Weights can be read on little-endian machines only.");
        }

        File = file;
        _stream = stream;
        try
        {
            if (!stream.CanSeek)
            {
                throw Error(null, "a file whose length is known", "a pipe or device");
            }

            long length = stream.Length;
            if (length < sizeof(ulong))
            {
                throw Error(null, "at least 8 bytes", $"{length}");
            }

            Span<byte> prefix = stackalloc byte[sizeof(ulong)];
            ReadExactly(prefix, tensor: null);
            ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (headerLength > SafetensorsHeader.MaxLength || (long)headerLength > length - sizeof(ulong))
            {
                throw Error(
                    null, $"a header of at most {Math.Min(SafetensorsHeader.MaxLength, length - sizeof(ulong))} bytes", $"a length of {headerLength} bytes");
            }

            byte[] json = new byte[headerLength];
            ReadExactly(json, tensor: null);
            _dataStart = sizeof(ulong) + (long)headerLength;
            _header = SafetensorsHeader.Parse(json, length - _dataStart, file);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _header.Tensors;

    /// <summary>Free text about the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="WeightFormatException">The file breaks a rule of the format.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafetensorsReader Open(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), path);

    /// <summary>Whether <see cref="Read"/> can convert the type to float32.</summary>
    public static bool CanRead(SafetensorsType type) =>
        type == SafetensorsType.F32 || type == SafetensorsType.F64 || type == SafetensorsType.F16 || type == SafetensorsType.BF16;

    /// <summary>Reads one tensor, converted to float32.</summary>
    /// <param name="tensor">A tensor of this file, of a type that <see cref="CanRead"/> accepts.</param>
    /// <param name="values">As many floats as the tensor has elements.</param>
    /// <exception cref="WeightFormatException">The file became shorter after it was opened.</exception>
    public void Read(SafetensorsTensor tensor, Span<float> values)
    {
        int size = tensor.Type.Bits / 8;
        if (!CanRead(tensor.Type) || tensor.End - tensor.Begin != (long)values.Length * size)
        {
            throw new ArgumentException($"{values.Length} floats cannot hold {tensor}.", nameof(values));
        }

        _stream.Position = _dataStart + tensor.Begin;
        if (tensor.Type == SafetensorsType.F32)
        {
            ReadExactly(MemoryMarshal.AsBytes(values), tensor.Name);
            return;
        }

        byte[] chunk = new byte[Math.Min(ChunkBytes, tensor.End - tensor.Begin)];
        while (!values.IsEmpty)
        {
            Span<float> part = values[..Math.Min(values.Length, chunk.Length / size)];
            Span<byte> bytes = chunk.AsSpan(0, part.Length * size);
            ReadExactly(bytes, tensor.Name);
            Convert(tensor.Type, bytes, part);
            values = values[part.Length..];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static void Convert(SafetensorsType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (type == SafetensorsType.F64)
        {
            ReadOnlySpan<double> source = MemoryMarshal.Cast<byte, double>(bytes);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)source[i];
            }
        }
        else if (type == SafetensorsType.F16)
        {
            ReadOnlySpan<Half> source = MemoryMarshal.Cast<byte, Half>(bytes);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)source[i];
            }
        }
        else
        {
            // BF16: the upper half of a float32.
            ReadOnlySpan<ushort> source = MemoryMarshal.Cast<byte, ushort>(bytes);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
            }
        }
    }

    private void ReadExactly(Span<byte> bytes, string? tensor)
    {
        try
        {
            _stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException exception)
        {
            throw Error(tensor, $"{bytes.Length} more bytes", "the end of the file: it became shorter while it was read", exception);
        }
    }

    private WeightFormatException Error(string? tensor, string expected, string found, Exception? innerException = null) =>
        new(File, tensor, expected, found, innerException: innerException);
}
