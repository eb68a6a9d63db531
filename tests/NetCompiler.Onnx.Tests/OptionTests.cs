using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.Onnx.Format;
using NetCompiler.Onnx.Tests.Harness;

namespace NetCompiler.Onnx.Tests;

/// <summary>What is chosen by options, and what is refused.</summary>
public sealed class OptionTests : IClassFixture<OptionTests.Compiled>
{
    /// <summary>Two inputs, two outputs and an auxiliary one, names of every kind, a layer that does nothing at the end.</summary>
    private const string Source = """
        [Network(2, 6, 6)]
        [Input("hint", 3)]
        [Conv(4, 3, Padding = 1, Name = "stem"), Relu]
        [Conv(7, 1, From = "stem", Name = "side"), GlobalAvgPool, AuxiliaryOutput("helper")]
        [GlobalMaxPool(From = "relu1", Name = "peaks"), Concat("peaks", "hint"), Dense(5, Name = "logits"), Softmax, Output("classes")]
        [Dense(2, From = "logits", Name = "box"), Dropout(0.5f), Output("place")]
        public partial class Several;

        [Network(2, 6, 6)]
        [Input("regions", 4, 3)]
        [RoiAlign(2, "regions", From = "input", Name = "cut")]
        public partial class Cutting;

        [Network(1, 4, 4), Flatten, Dense(3), Softmax, SlidingWindow(5, 6)]
        public partial class Sliding;

        """;

    private readonly Compiled _compiled;

    public OptionTests(Compiled compiled) => _compiled = compiled;

    [Fact]
    public void ReturnsTheNetworksOutputs()
    {
        ModelProto model = Export("Several");
        Assert.Equal(["input", "hint"], model.Graph.Input.Select(input => input.Name));
        Assert.Equal(["classes", "place"], model.Graph.Output.Select(output => output.Name));
        Assert.Equal([[1L, 5], [1L, 2]], model.Graph.Output.Select(ModelAssert.Shape));
        Assert.DoesNotContain(model.Graph.Initializer, tensor => tensor.Name.StartsWith("side", StringComparison.Ordinal));
        Assert.Equal("Softmax", Producer(model, Producer(model, "classes").Input[0]).OpType);
    }

    [Fact]
    public void LeavesOutTheFinalSoftmax()
    {
        ModelProto model = Export("Several", new OnnxExportOptions { OmitFinalSoftmax = true });
        Assert.Equal(["classes", "place"], model.Graph.Output.Select(output => output.Name));
        Assert.Equal("logits", Producer(model, "classes").Input[0]);
        Assert.DoesNotContain(model.Graph.Node, node => node.OpType == "Softmax");
    }

    [Fact]
    public void ReturnsAnyLayer()
    {
        ModelProto model = Export("Several", new OnnxExportOptions { Outputs = ["relu1", new OnnxOutput("side", "map"), "dropout1"] });
        Assert.Equal(["relu1", "map", "dropout1"], model.Graph.Output.Select(output => output.Name));
        Assert.Equal([[1L, 4, 6, 6], [1L, 7, 6, 6], [1L, 2]], model.Graph.Output.Select(ModelAssert.Shape));
        Assert.Equal(("Relu", "side", "box"), (Producer(model, "relu1").OpType, Producer(model, "map").Input[0], Producer(model, "dropout1").Input[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(null)]
    public void HasABatch(int? batch)
    {
        ModelProto model = Export("Several", new OnnxExportOptions { Batch = batch });
        Assert.All(model.Graph.Input.Concat(model.Graph.Output).Concat(model.Graph.ValueInfo), value =>
        {
            TensorShapeProto.Types.Dimension first = value.Type.TensorType.Shape.Dim[0];
            Assert.Equal((batch ?? 0, batch is null ? "batch" : ""), (first.DimValue, first.DimParam));
        });
    }

    [Theory]
    [InlineData(17, 8)]
    [InlineData(18, 8)]
    [InlineData(19, 9)]
    [InlineData(20, 9)]
    [InlineData(21, 10)]
    public void HasTheVersionsThatBelongTogether(int opset, int format) => Assert.Equal(format, Export("Several", new OnnxExportOptions { Opset = opset }).IrVersion);

    [Fact]
    public void SlidesADenseLayer()
    {
        ModelProto model = Export("Sliding");
        Assert.Equal([3L, 1, 4, 4], Assert.Single(model.Graph.Initializer, tensor => tensor.Name == "fc1.weight").Dims);
        Assert.Equal([1L, 3, 2, 3], ModelAssert.Shape(model.Graph.Output[0]));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("classes")]
    public void RefusesUnknownLayers(string layer) =>
        Assert.Contains($"'{layer}'", Assert.Throws<ArgumentException>(() => Export("Several", new OnnxExportOptions { Outputs = [layer] })).Message, StringComparison.Ordinal);

    [Fact]
    public void RefusesOptionsThatMakeNoSense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Export("Several", new OnnxExportOptions { Opset = 16 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Export("Several", new OnnxExportOptions { Opset = 22 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Export("Several", new OnnxExportOptions { Batch = 0 }));
        Assert.Throws<ArgumentException>(() => Export("Several", new OnnxExportOptions { Outputs = [] }));
        Assert.Throws<ArgumentException>(() => Export("Several", new OnnxExportOptions { Outputs = ["box", new OnnxOutput("logits", "box")] }));
    }

    [Fact]
    public void RefusesALayerByName()
    {
        OnnxExportException refused = Assert.Throws<OnnxExportException>(() => Export("Cutting", new OnnxExportOptions { Batch = 2 }));
        Assert.Equal("cut", refused.Layer);
        Assert.Contains("RoiAlign 'cut'", refused.Message, StringComparison.Ordinal);
        ModelAssert.IsWellFormed(Export("Cutting"));
    }

    [Fact]
    public void RefusesANameThatAnotherValueHas()
    {
        Assert.Equal("box", Assert.Throws<OnnxExportException>(() => Export("Several", new OnnxExportOptions { Outputs = [new OnnxOutput("box", "logits")] })).Layer);
        Assert.Throws<OnnxExportException>(() => Export("Several", new OnnxExportOptions { Outputs = [new OnnxOutput("box", "hint")] }));
    }

    [Fact]
    public void RefusesMoreThanTheFormatHolds()
    {
        ModelBuilder.CheckSize("Small", 2_000_000_000);
        Assert.Contains("2147483648", Assert.Throws<OnnxExportException>(() => ModelBuilder.CheckSize("Large", 1L << 31)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeepsTheOldFileWhenItFails()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            using Network network = _compiled.Batch.Create("Cutting");
            network.ExportOnnx(path);
            byte[] before = File.ReadAllBytes(path);
            Assert.Equal(ExportedCatalog.Bytes(network), before);
            Assert.Throws<OnnxExportException>(() => network.ExportOnnx(path, new OnnxExportOptions { Batch = 2 }));
            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.Throws<DirectoryNotFoundException>(() => network.ExportOnnx(Path.Combine(path + ".missing", "a.onnx")));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void LeavesTheStreamOpen()
    {
        using Network network = _compiled.Batch.Create("Several");
        using var stream = new MemoryStream();
        network.ExportOnnx(stream);
        stream.WriteByte(0);
        Assert.Equal(ExportedCatalog.Bytes(network).Length + 1, stream.Length);
    }

    [Fact]
    public void ADisposedNetworkIsNotWritten()
    {
        Network network = _compiled.Batch.Create("Several");
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ExportedCatalog.Bytes(network));
    }

    private static NodeProto Producer(ModelProto model, string value) => model.Graph.Node.Single(node => node.Output.Contains(value));

    private ModelProto Export(string name, OnnxExportOptions? options = null)
    {
        using Network network = _compiled.Batch.Create(name);
        ModelProto model = ExportedCatalog.Read(network, options);
        ModelAssert.IsWellFormed(model);
        return model;
    }

    public sealed class Compiled : IDisposable
    {
        internal CompiledBatch Batch { get; } = CompiledBatch.Compile("Portable", [], otherSource: Source);

        public void Dispose() => Batch.Dispose();
    }
}
