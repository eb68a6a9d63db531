using NetCompiler.Onnx.Format;

namespace NetCompiler.Onnx;

/// <summary>Builds the model of a network: the layers that its outputs need, in order, then the outputs.</summary>
internal sealed class ModelBuilder
{
    private const string BatchName = "batch";

    private readonly NetCompiler.Network _network;
    private readonly OnnxExportOptions _options;
    private readonly GraphDescription _description;

    public ModelBuilder(NetCompiler.Network network, OnnxExportOptions options)
    {
        if (options.Opset is < 17 or > 21)
            throw new ArgumentOutOfRangeException(nameof(options), options.Opset, "The operators' version must be from 17 to 21.");
        if (options.Batch < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.Batch, "A batch has at least one item.");
        _network = network;
        _options = options;
        _description = network.DescribeGraph();
    }

    public ModelProto Build()
    {
        IReadOnlyList<OnnxOutput> outputs = Outputs();
        var graph = new GraphBuilder(_network, _description, _options);
        foreach (LayerDescription layer in Needed(outputs))
            LayerMapping.Of(layer)(graph, layer);
        var model = new ModelProto
        {
            IrVersion = _options.Opset switch { <= 18 => 8, <= 20 => 9, _ => 10 },
            ProducerName = "NetCompiler",
            ProducerVersion = _description.Network.CompilerVersion,
            ModelVersion = 1,
            DocString = $"{_description.Network.Name}: {_description.Network.ParameterCount} weights, {_description.Network.MultiplyAdds} multiply-adds.",
            Graph = graph.Proto,
            OpsetImport = { new OperatorSetIdProto { Version = _options.Opset } },
        };
        graph.Proto.Input.AddRange(_description.Network.Inputs.Select(input => Value(input.Name, input.Shape)));
        foreach (OnnxOutput output in outputs)
        {
            string name = output.Name ?? output.Layer;
            graph.Return(output.Layer, name);
            graph.Proto.Output.Add(Value(name, _description.ShapeOf(output.Layer)));
        }

        HashSet<string> returned = [.. graph.Proto.Output.Select(output => output.Name)];
        foreach (LayerDescription layer in _description.Layers)
        {
            if (graph.IsComputed(layer.Name) && !returned.Contains(layer.Name))
                graph.Proto.ValueInfo.Add(Value(layer.Name, layer.OutputShape));
        }

        CheckSize(_description.Network.Name, graph.Proto.Initializer.Sum(tensor => (long)tensor.RawData.Length));
        return model;
    }

    /// <summary>The chosen outputs, or the network's; without a softmax at the end where that is asked for.</summary>
    private IReadOnlyList<OnnxOutput> Outputs()
    {
        IReadOnlyList<OnnxOutput> outputs = _options.Outputs ?? [.. _description.Network.Outputs.Select(output => new OnnxOutput(output.Layer, output.Name))];
        if (outputs.Count == 0)
            throw new ArgumentException("A model needs an output.", "options");
        HashSet<string> values = [.. _description.Network.Inputs.Select(input => input.Name), .. _description.Layers.Select(layer => layer.Name)];
        if (outputs.FirstOrDefault(output => !values.Contains(output.Layer)) is { } unknown)
            throw new ArgumentException($"'{_description.Network.Name}' has no layer '{unknown.Layer}' whose values could be an output.", "options");
        if (outputs.GroupBy(output => output.Name ?? output.Layer).FirstOrDefault(group => group.Count() > 1) is { } same)
            throw new ArgumentException($"Two outputs are named '{same.Key}'.", "options");
        return _options.OmitFinalSoftmax ? [.. outputs.Select(BeforeSoftmax)] : outputs;
    }

    private OnnxOutput BeforeSoftmax(OnnxOutput output) =>
        _description.Layers.FirstOrDefault(layer => layer.Name == output.Layer) is { Kind: "Softmax" } softmax ? new(softmax.Inputs[0], output.Name ?? output.Layer) : output;

    /// <summary>The layers that lead to the outputs, in their order.</summary>
    private IEnumerable<LayerDescription> Needed(IReadOnlyList<OnnxOutput> outputs)
    {
        HashSet<string> needed = [.. outputs.Select(output => output.Layer)];
        foreach (LayerDescription layer in _description.Layers.Reverse())
        {
            if (needed.Contains(layer.Name))
                needed.UnionWith(layer.Inputs);
        }

        return _description.Layers.Where(layer => needed.Contains(layer.Name));
    }

    private ValueInfoProto Value(string name, IReadOnlyList<int> shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.Add(_options.Batch is int batch ? new TensorShapeProto.Types.Dimension { DimValue = batch } : new TensorShapeProto.Types.Dimension { DimParam = BatchName });
        dimensions.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = dimensions } },
        };
    }

    /// <summary>Protocol buffers count bytes with 31 bits. Weights are nearly all of a model; a megabyte is left for the rest.</summary>
    internal static void CheckSize(string network, long bytes)
    {
        if (bytes > int.MaxValue - (1 << 20))
            throw new OnnxExportException($"The weights of '{network}' are {bytes} bytes, but an ONNX file holds less than 2 GB.");
    }
}
