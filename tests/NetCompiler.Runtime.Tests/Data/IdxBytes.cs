using System.Buffers.Binary;
using System.IO.Compression;

namespace NetCompiler.Tests;

/// <summary>Builds IDX files, right and wrong ones.</summary>
internal static class IdxBytes
{
    public static byte[] Of(byte type, uint[] dimensions, byte[] elements)
    {
        byte[] bytes = new byte[4 + (4 * dimensions.Length) + elements.Length];
        bytes[2] = type;
        bytes[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + (4 * i)), dimensions[i]);
        elements.CopyTo(bytes, bytes.Length - elements.Length);
        return bytes;
    }

    public static byte[] Images(int count, int rows = 4, int columns = 3) =>
        Of(0x08, [(uint)count, (uint)rows, (uint)columns], [.. Enumerable.Range(0, count * rows * columns).Select(i => (byte)(i * 7))]);

    public static byte[] Labels(int count) => Of(0x08, [(uint)count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);

    public static byte[] Zip(byte[] bytes)
    {
        using MemoryStream zipped = new();
        using (GZipStream stream = new(zipped, CompressionLevel.Optimal))
            stream.Write(bytes);
        return zipped.ToArray();
    }
}
