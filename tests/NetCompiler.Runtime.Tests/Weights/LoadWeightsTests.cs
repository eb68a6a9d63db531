using System.Buffers.Binary;
using System.Text;

namespace NetCompiler.Tests;

public sealed class LoadWeightsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.File("weights.safetensors");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void SaveAndLoadKeepEveryBit()
    {
        using var network = new ScaleNetwork(5);
        float[] odd = [float.NaN, BitConverter.Int32BitsToSingle(0x7F800001), float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue];
        odd.CopyTo(network.Parameters[0].Values);
        network.Save(Path);

        using ScaleNetwork loaded = ScaleNetwork.Load(Path);
        Assert.Equal(network.Bits(), loaded.Bits());

        using var other = new ScaleNetwork(6);
        NetworkTests.Predict(other);
        WeightReport report = other.LoadWeights(Path);
        Assert.Equal(network.Bits(), other.Bits());
        Assert.True(report.IsExact);
        Assert.Equal(NetworkTests.Expected(other), NetworkTests.Predict(other));
    }

    [Fact]
    public void TheFileIsWrittenAsTheFormatAsks()
    {
        using var network = new ScaleNetwork(5);
        network.Save(Path);
        byte[] bytes = File.ReadAllBytes(Path);

        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        string header = Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' ');
        Assert.StartsWith("""{"__metadata__":{"format":"pt","producer":"NetCompiler """, header, StringComparison.Ordinal);
        Assert.EndsWith("," + SafetensorsBytes.ScaleHeader[1..], header, StringComparison.Ordinal);
        Assert.Equal(8 + length + SafetensorsBytes.ScaleData, bytes.Length);
        Assert.Equal(network.Parameters[1].Values[0], BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + length + 84)));
    }

    [Fact]
    public void MetadataAndEmptyTensorsAreLegal()
    {
        byte[] file = SafetensorsBytes.Make(
            """{"empty":{"dtype":"F32","shape":[3,0],"data_offsets":[4,4]},"scalar":{"data_offsets":[0,4],"shape":[],"dtype":"F32"},"__metadata__":{"format":"pt","é":""}}   """, 4);
        using var reader = new SafetensorsReader(new MemoryStream(file), "f");

        Assert.Equal(["scalar", "empty"], reader.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(new Dictionary<string, string> { ["format"] = "pt", ["é"] = "" }, reader.Metadata);
        reader.Read(reader.Tensors[1], []);
        Assert.Throws<ArgumentException>(() => reader.Read(reader.Tensors[1], new float[1]));

        using var nothing = new SafetensorsReader(new MemoryStream(SafetensorsBytes.Make("{}", 0)), "f");
        Assert.Empty(nothing.Tensors);
    }

    public static TheoryData<string, int> ConvertedTypes() => new()
    {
        { "F32", 5 }, { "F64", 5 }, { "F16", 5 }, { "BF16", 5 }, { "F64", 8192 }, { "F64", 20_001 }, { "F16", 40_003 }, { "BF16", 32_769 },
    };

    [Theory]
    [MemberData(nameof(ConvertedTypes))]
    public void OtherFloatingPointTypesAreConverted(string type, int count)
    {
        // Numbers that all types hold exactly, the special ones first.
        float[] values = [.. Enumerable.Range(0, count).Select(i => i switch
        {
            0 => float.NegativeInfinity,
            1 => float.NaN,
            2 => -0f,
            _ => (i % 128 - 64) / 8f,
        })];
        using var data = new MemoryStream();
        using (var writer = new BinaryWriter(data, Encoding.UTF8, leaveOpen: true))
        {
            foreach (float value in values)
            {
                switch (type)
                {
                    case "F32": writer.Write(value); break;
                    case "F64": writer.Write((double)value); break;
                    case "F16": writer.Write((Half)value); break;
                    default: writer.Write((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)); break;
                }
            }
        }

        byte[] header = Encoding.UTF8.GetBytes($$$"""{"t":{"dtype":"{{{type}}}","shape":[{{{count}}}],"data_offsets":[0,{{{data.Length}}}]}}""");
        using var reader = new SafetensorsReader(new MemoryStream(SafetensorsBytes.Make(header, data.ToArray())), "f");
        float[] read = new float[count];
        reader.Read(reader.Tensors[0], read);
        Assert.Equal(values, read);
        Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(read[2]));
    }

    [Fact]
    public void AStrictLoadListsWhatDiffers()
    {
        WriteScale("scale.weight", "extra.weight", "unused.weight");
        using var network = new ScaleNetwork(5);
        int[] before = network.Bits();
        var exception = Assert.Throws<WeightFormatException>(() => network.LoadWeights(Path));

        Assert.Null(exception.Tensor);
        Assert.Equal(["shift.bias"], exception.Report!.Missing);
        Assert.Equal(["extra.weight"], exception.Report.Unexpected);
        Assert.Contains("2 of 3 tensors", exception.Message, StringComparison.Ordinal);
        Assert.Contains("missing: shift.bias", exception.Message, StringComparison.Ordinal);
        Assert.Contains("unexpected: extra.weight", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Bits());
    }

    [Fact]
    public void ALooseLoadLeavesTheRest()
    {
        WriteScale("scale.weight", "extra.weight", "unused.weight");
        using var network = new ScaleNetwork(5);
        network.Parameters[1].Values[0] = 3;
        WeightReport report = network.LoadWeights(Path, new WeightLoading { Strict = false });

        Assert.Equal(["scale.weight", "unused.weight"], report.Loaded);
        Assert.Equal(["shift.bias"], report.Missing);
        Assert.False(report.IsExact);
        Assert.Equal(3, network.Parameters[1].Values[0]);
        Assert.Equal(new float[21], network.Parameters[0].Values.ToArray());
    }

    [Fact]
    public void NamesAreMapped()
    {
        WriteScale("module.scale.weight", "b", "module.unused.weight", "junk");
        var loading = new WeightLoading
        {
            RenameMap = new Dictionary<string, string?> { ["b"] = "shift.bias", ["junk"] = null },
            Rename = name => name.Replace("module.", "", StringComparison.Ordinal),
        };
        using var network = new ScaleNetwork(5);
        WeightReport report = network.LoadWeights(Path, loading);
        Assert.True(report.IsExact);
        Assert.Equal(["junk"], report.Ignored);
        Assert.All(network.Bits(), bits => Assert.Equal(0, bits));
    }

    [Fact]
    public void TwoTensorsForOneParameterAreRefused()
    {
        WriteScale("scale.weight", "shift.bias", "unused.weight", "other.weight");
        using var network = new ScaleNetwork(5);
        int[] before = network.Bits();
        var loading = new WeightLoading { Strict = false, Rename = name => name == "other.weight" ? "shift.bias" : name };
        var exception = Assert.Throws<WeightFormatException>(() => network.LoadWeights(Path, loading));
        Assert.Equal("other.weight", exception.Tensor);
        Assert.Contains("'shift.bias'", exception.Found, StringComparison.Ordinal);
        Assert.Equal(before, network.Bits());
    }

    [Theory]
    [InlineData("bn1.num_batches_tracked", "I64", "[]", true)]
    [InlineData("num_batches_tracked", "I64", "[]", true)]
    [InlineData("bn1.num_batches_tracked", "I64", "[1]", false)]
    [InlineData("bn1.num_batches_tracked", "U64", "[]", false)]
    [InlineData("bn1_num_batches_tracked", "I64", "[]", false)]
    public void PyTorchsBatchCounterIsIgnored(string name, string type, string shape, bool ignored)
    {
        string entry = $$"""{"dtype":"{{type}}","shape":{{shape}},"data_offsets":[120,128]}""";
        File.WriteAllBytes(Path, SafetensorsBytes.Make(SafetensorsBytes.ScaleHeader[..^1] + $",\"{name}\":{entry}}}", 128));
        using var network = new ScaleNetwork(5);
        WeightReport report = network.LoadWeights(Path, new WeightLoading { Strict = ignored });
        Assert.Equal([name], ignored ? report.Ignored : report.Unexpected);
    }

    [Fact]
    public void AReportIsReadable()
    {
        var report = new WeightReport("a.safetensors", ["x"], [.. Enumerable.Range(0, 25).Select(i => $"m{i}")], ["u\n"], []);
        string text = report.ToString();
        Assert.StartsWith("1 of 26 tensors found in a.safetensors\n  missing: m0, m1, ", text, StringComparison.Ordinal);
        Assert.Contains("m19 and 5 more\n  unexpected: u\uFFFD", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ignored", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsNoFormatError()
    {
        using var network = new ScaleNetwork();
        Assert.Throws<FileNotFoundException>(() => network.LoadWeights(Path));
        Assert.Throws<FileNotFoundException>(() => ScaleNetwork.Load(Path));
        Assert.Throws<ArgumentException>(() => network.LoadWeights(""));
    }

    [Fact]
    public void AFailingRenameChangesNothing()
    {
        WriteScale("scale.weight", "shift.bias", "unused.weight");
        using var network = new ScaleNetwork(5);
        int[] before = network.Bits();
        Assert.Throws<InvalidTimeZoneException>(() => network.LoadWeights(Path, new WeightLoading { Rename = _ => throw new InvalidTimeZoneException() }));
        Assert.Equal(before, network.Bits());
    }

    /// <summary>Zeros in the shapes of <see cref="ScaleNetwork"/>, then scalars of shape [1], under other names.</summary>
    private void WriteScale(string weight, string bias, string unused, params string[] more)
    {
        string header = SafetensorsBytes.ScaleHeader
            .Replace("scale.weight", weight, StringComparison.Ordinal)
            .Replace("shift.bias", bias, StringComparison.Ordinal)
            .Replace("unused.weight", unused, StringComparison.Ordinal);
        int end = SafetensorsBytes.ScaleData;
        foreach (string name in more)
        {
            header = header[..^1] + $$$""","{{{name}}}":{"dtype":"F32","shape":[1],"data_offsets":[{{{end}}},{{{end += 4}}}]}}""";
        }

        File.WriteAllBytes(Path, SafetensorsBytes.Make(header, end));
    }
}
