using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace NetCompiler;

/// <summary>
/// An array read from an IDX file, plain or compressed with gzip: the format in which MNIST and its relatives are published
/// (LeCun, Cortes and Burges, "The MNIST database of handwritten digits"). Two zero bytes, a type code, the number of dimensions, each size
/// as a big-endian 32-bit number, then the elements in row-major order.
/// </summary>
public sealed class IdxFile
{
    /// <summary>The largest array that is read unless another limit is given: 1 GiB.</summary>
    public const long DefaultMaximumBytes = 1L << 30;

    private const int MaximumDimensions = 4;

    // Deflate cannot shrink data by more than a factor of 1032, so that a small file that announces a huge array is refused before allocation.
    private const long MaximumCompression = 1032;

    private readonly byte[] _data;

    private IdxFile(IdxElementType elementType, int[] dimensions, byte[] data)
    {
        ElementType = elementType;
        Dimensions = dimensions;
        _data = data;
    }

    /// <summary>The type of the elements.</summary>
    public IdxElementType ElementType { get; }

    /// <summary>The sizes, outermost first: <c>[count, rows, columns]</c> for images, <c>[count]</c> for labels.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The elements as stored: row-major, big-endian.</summary>
    public ReadOnlyMemory<byte> Data => _data;

    /// <summary>Reads a file. Whether it is compressed is told from its first bytes, not from its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">The largest array to accept.</param>
    /// <exception cref="DataFormatException">It is not IDX, is cut off or longer than announced, or is larger than the limit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IdxFile Read(string path, long maximumBytes = DefaultMaximumBytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumBytes);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> magic = stackalloc byte[2];
        bool isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        file.Position = 0;
        if (!isGzip)
            return Read(file, path, Math.Min(maximumBytes, file.Length));

        using GZipStream unzipped = new(file, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            IdxFile read = Read(unzipped, path, Math.Min(maximumBytes, file.Length * MaximumCompression));
            CheckTrailer(file, read, path);
            return read;
        }
        catch (InvalidDataException exception)
        {
            throw new DataFormatException(path, "an intact gzip stream", "damaged data", exception);
        }
    }

    /// <summary>The elements as floats, whatever their type.</summary>
    public float[] ToFloats()
    {
        ReadOnlySpan<byte> data = _data;
        float[] floats = new float[data.Length / SizeOf(ElementType)];
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = ElementType switch
            {
                IdxElementType.UnsignedBytes => data[i],
                IdxElementType.Integers => BinaryPrimitives.ReadInt32BigEndian(data[(4 * i)..]),
                _ => BinaryPrimitives.ReadSingleBigEndian(data[(4 * i)..]),
            };
        }

        return floats;
    }

    private static IdxFile Read(Stream stream, string path, long maximumBytes)
    {
        Span<byte> header = stackalloc byte[4];
        Fill(stream, header, path, "an IDX header of 4 bytes");
        if (header is not [0, 0, _, _])
            throw new DataFormatException(path, "an IDX file, which starts with two zero bytes", $"0x{header[0]:X2} 0x{header[1]:X2}");
        IdxElementType type = (IdxElementType)header[2];
        if (!Enum.IsDefined(type))
            throw new DataFormatException(path, "element type 0x08 (unsigned byte), 0x0C (int32) or 0x0D (float32)", $"0x{header[2]:X2}");
        int rank = header[3];
        if (rank is < 1 or > MaximumDimensions)
            throw new DataFormatException(path, $"1 to {MaximumDimensions} dimensions", Text(rank));

        int[] dimensions = new int[rank];
        long length = SizeOf(type);
        Span<byte> size = stackalloc byte[4];
        for (int i = 0; i < rank; i++)
        {
            Fill(stream, size, path, $"the size of dimension {i + 1} of {rank}");
            uint dimension = BinaryPrimitives.ReadUInt32BigEndian(size);
            if (dimension is 0 or > int.MaxValue)
                throw new DataFormatException(path, $"a size from 1 to {int.MaxValue} for dimension {i + 1}", dimension.ToString(CultureInfo.InvariantCulture));
            dimensions[i] = (int)dimension;
            // Both factors are below 2³¹ or limited by the previous round, so that the product fits in 64 bits.
            length *= dimension;
            if (length > Math.Min(maximumBytes, Array.MaxLength))
                throw new DataFormatException(path, $"an array of at most {maximumBytes} bytes, by the file's length and the limit", $"dimensions that make {length} or more");
        }

        byte[] data = new byte[(int)length];
        Fill(stream, data, path, $"{length} bytes of elements");
        if (stream.Read(size) != 0)
            throw new DataFormatException(path, $"the end of the file after {length} bytes of elements", "more data");
        return new IdxFile(type, dimensions, data);
    }

    /// <summary>
    /// The decompressor verifies the checksum if it is there, but takes a stream without it for complete. A gzip member ends in the length
    /// of what it holds (RFC 1952 §2.3.1), which is cut off together with the checksum.
    /// </summary>
    private static void CheckTrailer(FileStream file, IdxFile read, string path)
    {
        Span<byte> trailer = stackalloc byte[4];
        file.Position = Math.Max(0, file.Length - trailer.Length);
        Fill(file, trailer, path, "a gzip trailer");
        uint length = (uint)(4 + (4 * read.Dimensions.Count) + read._data.Length);
        uint announced = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (announced != length)
            throw new DataFormatException(path, $"one complete gzip member of {length} bytes", $"a trailer that says {announced}: cut off, or several members");
    }

    private static void Fill(Stream stream, Span<byte> buffer, string path, string expected)
    {
        int read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (read < buffer.Length)
            throw new DataFormatException(path, expected, $"the end of the file after {read} of them");
    }

    private static int SizeOf(IdxElementType type) => type == IdxElementType.UnsignedBytes ? 1 : 4;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
