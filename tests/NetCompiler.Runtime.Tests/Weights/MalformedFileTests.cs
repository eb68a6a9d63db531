using System.Text;

namespace NetCompiler.Tests;

public sealed class MalformedFileTests
{
    private const string Weight = """{"dtype":"F32","shape":[3,7],"data_offsets":[0,84]}""";
    private const string Bias = """{"dtype":"F32","shape":[1],"data_offsets":[84,88]}""";
    private const string Unused = """{"dtype":"F32","shape":[2,1,2,2],"data_offsets":[88,120]}""";

    /// <summary>What is wrong, the file, the tensor that the exception names, and words of its Expected and Found.</summary>
    public static TheoryData<string, byte[], string?, string, string> Files()
    {
        var files = new TheoryData<string, byte[], string?, string, string>();

        void Raw(string what, byte[] bytes, string expected, string found) => files.Add(what, bytes, null, expected, found);
        void Header(string what, string header, string? tensor, string expected, string found) =>
            files.Add(what, SafetensorsBytes.Make(header, SafetensorsBytes.ScaleData), tensor, expected, found);
        void First(string what, string entry, string expected, string found) =>
            Header(what, $$"""{"scale.weight":{{entry}},"shift.bias":{{Bias}},"unused.weight":{{Unused}}}""", "scale.weight", expected, found);

        byte[] good = SafetensorsBytes.Make(SafetensorsBytes.ScaleHeader, SafetensorsBytes.ScaleData);

        Raw("empty file", [], "at least 8 bytes", "0");
        Raw("seven bytes", good[..7], "at least 8 bytes", "7");
        Raw("length only", good[..8], "at most 0 bytes", "bytes");
        Raw("length zero", SafetensorsBytes.Make("", 0), "starts with '{'", "empty");
        Raw("length beyond the file", SafetensorsBytes.Make("{}", 0, 3), "at most 2 bytes", "3 bytes");
        Raw("length beyond the limit", SafetensorsBytes.Make("{}", 0, 100_000_001), "at most 2 bytes", "100000001");
        Raw("length that is negative as a signed number", SafetensorsBytes.Make("{}", 0, ulong.MaxValue), "at most 2 bytes", "18446744073709551615");
        Raw("length that overflows when 8 is added", SafetensorsBytes.Make("{}", 0, long.MaxValue), "at most 2 bytes", "9223372036854775807");
        Raw("length one short", SafetensorsBytes.Make("{}", 0, 1), "JSON", "");
        Raw("byte order mark", SafetensorsBytes.Make([0xEF, 0xBB, 0xBF, .. "{}"u8], []), "starts with '{'", "0xEF");
        Raw("white space first", SafetensorsBytes.Make(" {}", 0), "starts with '{'", "0x20");
        Raw("array", SafetensorsBytes.Make("[]", 0), "starts with '{'", "0x5B");
        Raw("not UTF-8", SafetensorsBytes.Make([.. "{\""u8, 0xC3, 0x28, .. "\":1}"u8], []), "UTF-8", "not");
        Raw("overlong UTF-8", SafetensorsBytes.Make([.. "{\""u8, 0xC0, 0xAF, .. "\":1}"u8], []), "UTF-8", "not");
        Raw("truncated JSON", SafetensorsBytes.Make("""{"a":{"dtype":"F32",""", 0), "JSON", "");
        Raw("text behind the object", SafetensorsBytes.Make("{} {}", 0), "JSON", "");
        Raw("zero bytes behind the object", SafetensorsBytes.Make("{}\0\0", 0), "JSON", "");
        Raw("comment", SafetensorsBytes.Make("{/**/}", 0), "JSON", "");
        Raw("trailing comma", SafetensorsBytes.Make("""{"__metadata__":{},}""", 0), "JSON", "");
        files.Add("deep nesting", SafetensorsBytes.Make("{\"a\":{\"shape\":" + new string('[', 100_000), 0), "a", "whole numbers", "StartArray");
        Raw("trailing byte", [.. good, 0], "120 bytes of data", "121");
        Raw("missing byte", good[..^1], "120 bytes of data", "119");
        Raw("data without tensors", SafetensorsBytes.Make("{}", 4), "0 bytes of data", "4");

        First("entry is a number", "1", "an object", "Number");
        First("entry is null", "null", "an object", "Null");
        First("no dtype", """{"shape":[3,7],"data_offsets":[0,84]}""", "fields", "no dtype");
        First("no shape", """{"dtype":"F32","data_offsets":[0,84]}""", "fields", "no shape");
        First("no offsets", """{"dtype":"F32","shape":[3,7]}""", "fields", "no data_offsets");
        First("unknown field", """{"dtype":"F32","shape":[3,7],"data_offsets":[0,84],"strides":[7,1]}""", "fields", "'strides'");
        First("repeated dtype", """{"dtype":"F32","dtype":"F32","shape":[3,7],"data_offsets":[0,84]}""", "each field once", "'dtype' twice");
        First("repeated shape", """{"dtype":"F32","shape":[3,7],"shape":[3,7],"data_offsets":[0,84]}""", "each field once", "'shape' twice");
        First("repeated offsets", """{"dtype":"F32","shape":[3,7],"data_offsets":[0,84],"data_offsets":[0,84]}""", "each field once", "twice");
        First("repeated under an escape", """{"dtype":"F32","\u0064type":"F32","shape":[3,7],"data_offsets":[0,84]}""", "each field once", "'dtype' twice");
        First("unknown dtype", Weight.Replace("F32", "F128", StringComparison.Ordinal), "a dtype out of BOOL", "'F128'");
        First("dtype in lower case", Weight.Replace("F32", "f32", StringComparison.Ordinal), "a dtype out of", "'f32'");
        First("dtype is a number", """{"dtype":32,"shape":[3,7],"data_offsets":[0,84]}""", "text as dtype", "Number");
        First("shape is a number", """{"dtype":"F32","shape":21,"data_offsets":[0,84]}""", "an array as shape", "Number");
        First("negative size", Weight.Replace("[3,7]", "[-3,-7]", StringComparison.Ordinal), "whole numbers", "-3");
        First("minus zero", Weight.Replace("[3,7]", "[-0,7]", StringComparison.Ordinal), "whole numbers", "-0");
        First("fractional size", Weight.Replace("[3,7]", "[3.0,7]", StringComparison.Ordinal), "whole numbers", "3.0");
        First("size with an exponent", Weight.Replace("[3,7]", "[3e0,7]", StringComparison.Ordinal), "whole numbers", "3e0");
        First("size beyond 64 bits", Weight.Replace("[3,7]", "[18446744073709551616]", StringComparison.Ordinal), "whole numbers", "18446744073709551616");
        First("size beyond 63 bits", Weight.Replace("[3,7]", "[9223372036854775808]", StringComparison.Ordinal), "whole numbers", "9223372036854775808");
        First("size as text", Weight.Replace("[3,7]", "[\"3\",7]", StringComparison.Ordinal), "whole numbers", "String");
        First("nested array", Weight.Replace("[3,7]", "[3,[7]]", StringComparison.Ordinal), "whole numbers", "StartArray");
        First("nested object", Weight.Replace("[3,7]", "[3,{}]", StringComparison.Ordinal), "whole numbers", "StartObject");
        First("product overflows", Weight.Replace("[3,7]", "[4611686018427387904,4611686018427387904]", StringComparison.Ordinal), "2⁶¹", "4611686018427387904");
        First("product overflows to the right size", Weight.Replace("[3,7]", "[4294967296,4294967296,1]", StringComparison.Ordinal), "2⁶¹", "4294967296");
        First("overflow hidden by an empty dimension", Weight.Replace("[3,7]", "[9223372036854775807,9223372036854775807,0]", StringComparison.Ordinal), "2⁶¹", "0]");
        First("size too small", Weight.Replace("[3,7]", "[3,6]", StringComparison.Ordinal), "72 bytes", "84 bytes");
        First("scalar of the wrong size", Weight.Replace("[3,7]", "[]", StringComparison.Ordinal), "4 bytes", "84 bytes");
        First("half a byte", """{"dtype":"F4","shape":[167],"data_offsets":[0,84]}""", "668 bits", "84 bytes");
        First("one offset", Weight.Replace("[0,84]", "[84]", StringComparison.Ordinal), "begin ≤ end", "[84]");
        First("three offsets", Weight.Replace("[0,84]", "[0,84,84]", StringComparison.Ordinal), "begin ≤ end", "[0, 84, 84]");
        First("offsets backwards", Weight.Replace("[0,84]", "[84,0]", StringComparison.Ordinal), "begin ≤ end", "[84, 0]");
        First("negative offset", Weight.Replace("[0,84]", "[-84,0]", StringComparison.Ordinal), "whole numbers", "-84");
        First("hole at the start", Weight.Replace("[0,84]", "[4,88]", StringComparison.Ordinal), "begin at byte 0", "a hole");
        First("half a surrogate pair in a field", """{"\ud800":1}""", "Unicode", "surrogate");
        First("half a surrogate pair in a dtype", """{"dtype":"\udc00"}""", "Unicode", "surrogate");

        Header("hole", $$"""{"scale.weight":{{Weight}},"unused.weight":{{Unused}}}""", "unused.weight", "begin at byte 84", "a hole");
        Header("overlap", $$"""{"scale.weight":{{Weight}},"shift.bias":{{Bias.Replace("[84,88]", "[80,84]", StringComparison.Ordinal)}},"unused.weight":{{Unused}}}""", "shift.bias", "begin at byte 84", "an overlap");
        Header("same data twice", $$"""{"scale.weight":{{Weight}},"copy":{{Weight}},"shift.bias":{{Bias}},"unused.weight":{{Unused}}}""", "copy", "begin at byte 84", "an overlap");
        Header("end beyond the file", $$$"""{"scale.weight":{{{Weight}}},"shift.bias":{{{Bias}}},"unused.weight":{"dtype":"F32","shape":[1000],"data_offsets":[88,4088]}}""", null, "4088 bytes of data", "120");
        Header("end near 2⁶³", """{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""", "a", "2⁶¹", "U8");
        Header("same name twice", $$"""{"scale.weight":{{Weight}},"scale.weight":{{Weight}},"shift.bias":{{Bias}},"unused.weight":{{Unused}}}""", "scale.weight", "each name once", "twice");
        Header("same name twice under an escape", $$"""{"scale.weight":{{Weight}},"\u0073cale.weight":{{Weight}}}""", "scale.weight", "each name once", "twice");
        Header("half a surrogate pair in a name", $$"""{"\ud800":{{Weight}}}""", null, "Unicode", "surrogate");
        Header("metadata is text", """{"__metadata__":"pt"}""", "__metadata__", "an object", "String");
        Header("metadata is null", """{"__metadata__":null}""", "__metadata__", "an object", "Null");
        Header("metadata holds a number", """{"__metadata__":{"a":1}}""", "__metadata__", "text as every value", "Number");
        Header("metadata holds an object", """{"__metadata__":{"a":{"b":{"c":{}}}}}""", "__metadata__", "text as every value", "StartObject");
        Header("metadata twice", """{"__metadata__":{},"__metadata__":{}}""", "__metadata__", "each name once", "twice");
        Header("metadata key twice", """{"__metadata__":{"k":"a","k":"b"}}""", "__metadata__", "each key once", "'k' twice");

        First("another shape", Weight.Replace("[3,7]", "[7,3]", StringComparison.Ordinal), "shape [3, 7]", "shape [7, 3]");
        First("another rank", Weight.Replace("[3,7]", "[21]", StringComparison.Ordinal), "shape [3, 7]", "shape [21]");
        First("an integer type", Weight.Replace("F32", "I32", StringComparison.Ordinal), "F32, F64, F16 or BF16", "I32");
        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void ADamagedFileIsNamedAndChangesNothing(string what, byte[] bytes, string? tensor, string expected, string found)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("damaged.safetensors");
        File.WriteAllBytes(path, bytes);
        using var network = new ScaleNetwork(11);
        int[] before = network.Bits();

        foreach (bool strict in new[] { true, false })
        {
            var exception = Assert.Throws<WeightFormatException>(() => network.LoadWeights(path, new WeightLoading { Strict = strict }));
            Assert.True(path == exception.File, what);
            Assert.Equal(tensor, exception.Tensor);
            Assert.Contains(expected, exception.Expected, StringComparison.Ordinal);
            Assert.Contains(found, exception.Found, StringComparison.Ordinal);
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
            Assert.Contains(exception.Expected, exception.Message, StringComparison.Ordinal);
            Assert.Contains(exception.Found, exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, network.Bits());
        Assert.Throws<WeightFormatException>(() => ScaleNetwork.Load(path));
    }

    [Fact]
    public void TheFileAllDamagedOnesDeriveFromIsGood()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("good");
        File.WriteAllBytes(path, SafetensorsBytes.Make(SafetensorsBytes.ScaleHeader, SafetensorsBytes.ScaleData));
        using ScaleNetwork network = ScaleNetwork.Load(path);
        Assert.All(network.Bits(), bits => Assert.Equal(0, bits));
    }

    [Fact]
    public void AFileThatShrinksIsNoticed()
    {
        byte[] good = SafetensorsBytes.Make(SafetensorsBytes.ScaleHeader, SafetensorsBytes.ScaleData);
        for (int kept = 0; kept < good.Length; kept++)
        {
            var exception = Assert.Throws<WeightFormatException>(() =>
            {
                using var reader = new SafetensorsReader(new ShrunkStream(good[..kept], good.Length), "f");
                foreach (SafetensorsTensor tensor in reader.Tensors)
                {
                    reader.Read(tensor, new float[(tensor.End - tensor.Begin) / 4]);
                }
            });
            Assert.Contains("became shorter", exception.Found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AStreamWithoutLengthIsRefused()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.In);
        Assert.Throws<WeightFormatException>(() => new SafetensorsReader(pipe, "pipe"));
    }

    [Fact]
    public void MessagesShowNoControlCharactersAndNoNovels()
    {
        string name = new('x', 100_000);
        string header = $$$"""{"a\u001b[2J{{{name}}}":{"dtype":"{{{name}}}"}}""";
        var exception = Assert.Throws<WeightFormatException>(() => SafetensorsHeader.Parse(Encoding.UTF8.GetBytes(header), 0, "f"));
        Assert.InRange(exception.Message.Length, 1, 1000);
        Assert.DoesNotContain(exception.Message, char.IsControl);
    }

    [Fact]
    public void MutatedFilesNeverDoMoreThanThrowTheOneException()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("mutated");
        using var network = new ScaleNetwork(1);
        network.Save(path);
        byte[] good = File.ReadAllBytes(path);
        var random = new Random(20240601);
        int refused = 0;
        int accepted = 0;

        for (int i = 0; i < 4000; i++)
        {
            File.WriteAllBytes(path, Mutation.Of(good, random));
            int[] before = network.Bits();
            try
            {
                network.LoadWeights(path, new WeightLoading { Strict = random.Next(2) == 0 });
                accepted++;
            }
            catch (WeightFormatException)
            {
                refused++;
                Assert.Equal(before, network.Bits());
            }
        }

        // Neither a reader that refuses everything nor one that accepts everything passes.
        Assert.InRange(refused, 1000, 3900);
        Assert.InRange(accepted, 100, 3000);
    }

    /// <summary>Claims a length that it does not have any more.</summary>
    private sealed class ShrunkStream(byte[] rest, long length) : MemoryStream(rest)
    {
        public override long Length => length;
    }
}
