using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NetCompiler;

/// <summary>Writes float32 tensors as a safetensors file, the way the format's own library does: sorted by name, the header padded to 8 bytes.</summary>
internal static class SafetensorsWriter
{
    private static readonly JsonEncodedText s_metadata = JsonEncodedText.Encode(SafetensorsHeader.MetadataName);
    private static readonly string s_producer = $"NetCompiler {typeof(SafetensorsWriter).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>Writes all parameters.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="parameters">The tensors; equal names are a mistake of the caller.</param>
    public static void Write(Stream stream, IEnumerable<Parameter> parameters)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Weights can be written on little-endian machines only.");
        }

        Parameter[] sorted = [.. parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)];
        ArrayBufferWriter<byte> header = Header(sorted);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.WrittenCount);
        stream.Write(length);
        stream.Write(header.WrittenSpan);
        foreach (Parameter parameter in sorted)
        {
            stream.Write(MemoryMarshal.AsBytes(parameter.Values));
        }
    }

    private static ArrayBufferWriter<byte> Header(Parameter[] parameters)
    {
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject(s_metadata);
            json.WriteString("format", "pt");
            json.WriteString("producer", s_producer);
            json.WriteEndObject();

            long offset = 0;
            foreach (Parameter parameter in parameters)
            {
                json.WriteStartObject(parameter.Name);
                json.WriteString("dtype", SafetensorsType.F32.Name);
                json.WriteStartArray("shape");
                foreach (int size in parameter.Shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += parameter.Info.Length * sizeof(float));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (header.WrittenCount % sizeof(ulong) != 0)
        {
            header.Write(" "u8);
        }

        return header;
    }
}
