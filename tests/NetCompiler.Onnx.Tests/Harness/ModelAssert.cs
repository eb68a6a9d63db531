using NetCompiler.Onnx.Format;

namespace NetCompiler.Onnx.Tests.Harness;

/// <summary>What every model must be, whatever it computes.</summary>
internal static class ModelAssert
{
    private const int Float = 1, Int64 = 7;

    /// <summary>Nodes run in their order, every name is given once and read, constants have the bytes that their shapes say.</summary>
    public static void IsWellFormed(ModelProto model)
    {
        GraphProto graph = model.Graph;
        HashSet<string> known = [.. graph.Input.Select(input => input.Name)], read = [.. graph.Output.Select(output => output.Name)];
        Assert.Equal(graph.Input.Count, known.Count);
        Assert.Equal(graph.Output.Count, read.Count);
        foreach (TensorProto tensor in graph.Initializer)
        {
            Assert.True(known.Add(tensor.Name), $"'{tensor.Name}' is there twice.");
            long size = tensor.DataType switch { Float => sizeof(float), Int64 => sizeof(long), _ => throw new InvalidDataException($"'{tensor.Name}' has the type {tensor.DataType}.") };
            Assert.Equal(tensor.Dims.Aggregate(size, (product, length) => product * length), tensor.RawData.Length);
        }

        foreach (NodeProto node in graph.Node)
        {
            Assert.All(node.Input.Where(input => input.Length > 0), input => Assert.True(known.Contains(input), $"{node.OpType} '{node.Name}' reads '{input}', which nothing before it gives."));
            Assert.All(node.Output.Where(output => output.Length > 0), output => Assert.True(known.Add(output), $"'{output}' is there twice."));
            Assert.Contains(node.Name, node.Output);
            read.UnionWith(node.Input);
        }

        Assert.All(graph.Output, output => Assert.Contains(output.Name, known));
        Assert.All(graph.Initializer, tensor => Assert.True(read.Contains(tensor.Name), $"Nothing reads '{tensor.Name}'."));
        Assert.All(graph.Node, node => Assert.True(read.Contains(node.Name), $"Nothing reads '{node.Name}'."));
        Assert.All(graph.ValueInfo, value => Assert.True(known.Contains(value.Name) && !graph.Output.Concat(graph.Input).Any(other => other.Name == value.Name), value.Name));
    }

    /// <summary>The shape of a model's value; a dimension that is left open is 0.</summary>
    public static long[] Shape(ValueInfoProto value) => [.. value.Type.TensorType.Shape.Dim.Select(dimension => dimension.DimValue)];
}
