using System.Runtime.InteropServices;
using NetCompiler.Generator.Layers;
using NetCompiler.Generator.Tests.Harness;
using NetCompiler.Onnx.Format;
using NetCompiler.Onnx.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Onnx.Tests;

/// <summary>Models as read back: names, shapes, weights, operators.</summary>
public sealed class StructureTests(ExportedCatalog catalog) : IClassFixture<ExportedCatalog>
{
    public static TheoryData<string> Networks => [.. ExportedCatalog.Names];

    public static TheoryData<string> Kinds => [.. LayerRegistry.Kinds];

    [Theory]
    [MemberData(nameof(Networks))]
    public void IsWellFormed(string name)
    {
        using Network network = catalog.Create(name);
        for (int opset = 17; opset <= 21; opset += 2)
        {
            ModelProto model = ExportedCatalog.Read(network, new OnnxExportOptions { Opset = opset });
            ModelAssert.IsWellFormed(model);
            Assert.Equal(opset, Assert.Single(model.OpsetImport).Version);
            Assert.Equal(["input"], model.Graph.Input.Select(input => input.Name));
            Assert.Equal([1, .. network.Info.InputShape.Select(size => (long)size)], ModelAssert.Shape(model.Graph.Input[0]));
            Assert.Equal(network.Info.Outputs.Select(output => output.Name), model.Graph.Output.Select(output => output.Name));
            Assert.Equal([1, .. network.Info.Outputs[0].Shape.Select(size => (long)size)], ModelAssert.Shape(model.Graph.Output[0]));
            Assert.Equal((name, "NetCompiler", network.Info.CompilerVersion), (model.Graph.Name, model.ProducerName, model.ProducerVersion));
        }
    }

    /// <summary>Tensors keep their names, and their values in the same order unless ONNX asks for another.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void HasTheWeights(string name)
    {
        using Network network = catalog.Create(name);
        ILookup<string, TensorProto> tensors = ExportedCatalog.Read(network).Graph.Initializer.ToLookup(tensor => tensor.Name);
        ReferenceNetwork reference = NetworkCatalog.Find(name);
        GraphDescription description = network.DescribeGraph();
        foreach (LayerDescription layer in description.Layers.Where((_, i) => reference.IsRead(i)))
        {
            foreach (ParameterInfo parameter in layer.Parameters)
            {
                // Gates have another order, and both biases are one tensor.
                if (layer.Kind == "Lstm")
                    continue;
                TensorProto tensor = Assert.Single(tensors[parameter.Name]);
                if (layer.Ints("connections") is not null && parameter.Name.EndsWith(".weight", StringComparison.Ordinal))
                    continue;
                ReadOnlySpan<float> values = network.Parameters.Single(other => other.Name == parameter.Name).Values;
                Assert.True(values.SequenceEqual(MemoryMarshal.Cast<byte, float>(tensor.RawData.Span)), $"{parameter.Name} has other values.");
                Assert.Equal(parameter.Shape.Where(size => size != 1), tensor.Dims.Where(size => size != 1).Select(size => (int)size));
            }
        }
    }

    /// <summary>The operators that a layer becomes somewhere in the catalog, as docs/onnx.md lists them.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void IsWrittenAsDocumented(string kind)
    {
        Assert.Contains(kind, LayerMapping.Kinds);
        var operators = new SortedSet<string>(StringComparer.Ordinal);
        foreach (ReferenceNetwork network in NetworkCatalog.All.Where(network => network.Layers.Any(layer => layer.Kind == kind)))
        {
            string[] layers = [.. network.Layers.Zip(network.LayerNames).Where(pair => pair.First.Kind == kind).Select(pair => pair.Second)];

            // A network that ends in a layer which does nothing returns a copy of its input.
            operators.UnionWith(catalog.Export(network.Name).Graph.Node
                .Where(node => layers.Contains(node.Name.Split('/')[0]) && (node.OpType != "Identity" || node.DocString.Length > 0)).Select(node => node.OpType));
        }

        string row = File.ReadLines(Repository.PathOf("docs", "onnx.md")).First(line => line.StartsWith($"| `{kind}`", StringComparison.Ordinal));
        string documented = row.Split('|')[2];
        Assert.Equal(operators, new SortedSet<string>(documented.Split('`').Where((_, i) => i % 2 == 1), StringComparer.Ordinal));
    }

    [Fact]
    public void EveryMappingIsOfALayer() => Assert.Equal(LayerRegistry.Kinds, LayerMapping.Kinds.Order(StringComparer.Ordinal));
}
