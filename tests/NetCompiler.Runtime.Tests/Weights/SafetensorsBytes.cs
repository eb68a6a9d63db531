using System.Buffers.Binary;
using System.Text;

namespace NetCompiler.Tests;

/// <summary>Files of the format, made by hand.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A header that fits <see cref="ScaleNetwork"/>.</summary>
    public const string ScaleHeader =
        """{"scale.weight":{"dtype":"F32","shape":[3,7],"data_offsets":[0,84]},"shift.bias":{"dtype":"F32","shape":[1],"data_offsets":[84,88]},"unused.weight":{"dtype":"F32","shape":[2,1,2,2],"data_offsets":[88,120]}}""";

    /// <summary>Bytes of data behind <see cref="ScaleHeader"/>.</summary>
    public const int ScaleData = 120;

    public static byte[] Make(string header, int dataLength, ulong? headerLength = null) => Make(Encoding.UTF8.GetBytes(header), new byte[dataLength], headerLength);

    public static byte[] Make(byte[] header, byte[] data, ulong? headerLength = null)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, headerLength ?? (ulong)header.Length);
        return [.. length, .. header, .. data];
    }
}
