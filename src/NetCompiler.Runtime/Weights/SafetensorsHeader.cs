using System.Text.Json;
using System.Text.Unicode;

namespace NetCompiler;

/// <summary>
/// The header of a safetensors file: <c>{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …, "__metadata__": {"key": "text"}}</c>.
/// It is input from outside: everything is checked before anything is allocated for the tensors.
/// </summary>
/// <remarks>The format: github.com/huggingface/safetensors. Stricter than the original in one point: unknown fields of a tensor are refused.</remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>The longest header that the format allows, in bytes.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>The entry that is no tensor.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>Root object, tensor, array, and one more, so that the tensor with something nested in its array can be named.</summary>
    private const int Depth = 4;

    private readonly string _file;
    private readonly Dictionary<string, SafetensorsTensor> _tensors = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _metadata;

    private SafetensorsHeader(string file) => _file = file;

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; private set; } = [];

    /// <summary>Free text about the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata ?? [];

    /// <summary>Reads a header.</summary>
    /// <param name="json">The header's bytes, padding included.</param>
    /// <param name="dataLength">Bytes of the file behind the header.</param>
    /// <param name="file">The file's path, for messages.</param>
    /// <exception cref="WeightFormatException">The header breaks a rule of the format.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string file)
    {
        var header = new SafetensorsHeader(file);
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw header.Error(null, "a header that starts with '{'", json.IsEmpty ? "an empty header" : $"byte 0x{json[0]:X2}");
        }

        if (!Utf8.IsValid(json))
        {
            throw header.Error(null, "a header in UTF-8", "bytes that are not");
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
            header.ReadRoot(ref reader);
        }
        catch (JsonException exception)
        {
            throw header.Error(null, "a header in JSON", WeightFormatException.Printable(exception.Message), exception);
        }

        header.CheckData(dataLength);
        return header;
    }

    private void ReadRoot(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (ReadName(ref reader, tensor: null, out string name))
        {
            if (name == MetadataName)
            {
                ReadMetadata(ref reader);
            }
            else if (!_tensors.TryAdd(name, ReadTensor(ref reader, name)))
            {
                throw Error(name, "each name once", "it twice");
            }
        }

        // Only white space may follow; anything else is an error of the reader's own.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (_metadata is not null)
        {
            throw Error(MetadataName, "each name once", "it twice");
        }

        _metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, MetadataName, "an object");
        while (ReadName(ref reader, MetadataName, out string key))
        {
            Expect(ref reader, JsonTokenType.String, MetadataName, "text as every value");
            if (!_metadata.TryAdd(key, Text(ref reader, MetadataName)))
            {
                throw Error(MetadataName, "each key once", $"'{WeightFormatException.Printable(key)}' twice");
            }
        }
    }

    private SafetensorsTensor ReadTensor(ref Utf8JsonReader reader, string name)
    {
        SafetensorsType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;

        Expect(ref reader, JsonTokenType.StartObject, name, "an object");
        while (ReadName(ref reader, name, out string field))
        {
            bool repeated;
            switch (field)
            {
                case "dtype":
                    repeated = type is not null;
                    type = ReadType(ref reader, name);
                    break;
                case "shape":
                    repeated = shape is not null;
                    shape = ReadNumbers(ref reader, name, field);
                    break;
                case "data_offsets":
                    repeated = offsets is not null;
                    offsets = ReadNumbers(ref reader, name, field);
                    break;
                default:
                    throw Error(name, "the fields dtype, shape and data_offsets", $"'{WeightFormatException.Printable(field)}'");
            }

            if (repeated)
            {
                throw Error(name, "each field once", $"'{field}' twice");
            }
        }

        if (type is null || shape is null || offsets is null)
        {
            throw Error(name, "the fields dtype, shape and data_offsets", $"no {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        }

        if (offsets.Count != 2 || offsets[0] > offsets[1])
        {
            throw Error(name, "data_offsets [begin, end] with begin ≤ end", Numbers(offsets));
        }

        CheckSize(name, type, shape, offsets[1] - offsets[0]);
        return new SafetensorsTensor(name, type, shape, offsets[0], offsets[1]);
    }

    private SafetensorsType ReadType(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.String, name, "text as dtype");
        string text = Text(ref reader, name);
        return SafetensorsType.ByName.TryGetValue(text, out SafetensorsType? type)
            ? type
            : throw Error(name, $"a dtype out of {string.Join(", ", SafetensorsType.ByName.Keys)}", $"'{WeightFormatException.Printable(text)}'");
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string name, string field)
    {
        Expect(ref reader, JsonTokenType.StartArray, name, $"an array as {field}");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt64(out ulong number) || number > long.MaxValue)
            {
                throw Error(name, $"whole numbers from 0 to {long.MaxValue} in {field}", $"{reader.TokenType} {Raw(ref reader)}".TrimEnd());
            }

            numbers.Add((long)number);
        }

        return numbers;
    }

    private void CheckSize(string name, SafetensorsType type, List<long> shape, long found)
    {
        // One empty dimension makes the tensor empty, whatever the others are; the product itself must still be a number.
        UInt128 bits = (UInt128)type.Bits;
        foreach (long size in shape)
        {
            bits *= (UInt128)size;
            if (bits > ulong.MaxValue)
            {
                throw Error(name, "a size below 2⁶¹ bytes", $"{type.Name} of shape {Numbers(shape)}");
            }
        }

        if (bits % 8 != 0 || bits / 8 != (UInt128)found)
        {
            throw Error(name, $"{Bytes(bits)} for {type.Name} of shape {Numbers(shape)}", $"data_offsets that span {found} bytes");
        }
    }

    private void CheckData(long dataLength)
    {
        SafetensorsTensor[] tensors = [.. _tensors.Values.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End)];
        long end = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            if (tensor.Begin != end)
            {
                throw Error(tensor.Name, $"data that begin at byte {end}, where those before end", $"byte {tensor.Begin}: {(tensor.Begin > end ? "a hole" : "an overlap")}");
            }

            end = tensor.End;
        }

        if (end != dataLength)
        {
            throw Error(null, $"{end} bytes of data behind the header", $"{dataLength}");
        }

        Tensors = tensors;
    }

    private bool ReadName(ref Utf8JsonReader reader, string? tensor, out string name)
    {
        reader.Read();
        name = reader.TokenType == JsonTokenType.PropertyName ? Text(ref reader, tensor) : "";
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string name, string expected)
    {
        reader.Read();
        if (reader.TokenType != type)
        {
            throw Error(name, expected, $"{reader.TokenType}");
        }
    }

    private string Text(ref Utf8JsonReader reader, string? tensor)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            // An escape such as \ud800 without its other half is JSON, but no text.
            throw Error(tensor, "text in Unicode", "half of a surrogate pair", exception);
        }
    }

    private static string Raw(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number ? WeightFormatException.Printable(System.Text.Encoding.UTF8.GetString(reader.ValueSpan)) : "";

    private static string Numbers(List<long> numbers) => WeightFormatException.Printable(SafetensorsTensor.Format(numbers));

    private static string Bytes(UInt128 bits) => bits % 8 == 0 ? $"{bits / 8} bytes" : $"a whole number of bytes (it would be {bits} bits)";

    private WeightFormatException Error(string? tensor, string expected, string found, Exception? innerException = null) =>
        new(_file, tensor, expected, found, innerException: innerException);
}
