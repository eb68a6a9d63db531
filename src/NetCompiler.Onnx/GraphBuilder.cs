using System.Runtime.InteropServices;
using Google.Protobuf;
using NetCompiler.Onnx.Format;
using AttributeType = NetCompiler.Onnx.Format.AttributeProto.Types.AttributeType;
using DataType = NetCompiler.Onnx.Format.TensorProto.Types.DataType;

namespace NetCompiler.Onnx;

/// <summary>
/// The graph of a model while layers add to it. The value of a layer has the layer's name; what a layer is composed of has names behind a slash, which no
/// layer's name has.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly Dictionary<string, Parameter> _parameters;
    private readonly GraphDescription _description;

    /// <summary>Layers and the inputs of the network, and the names of their values: a layer that does nothing has its input's.</summary>
    private readonly Dictionary<string, string> _values;
    private readonly HashSet<string> _initializers = [];

    public GraphBuilder(NetCompiler.Network network, GraphDescription description, OnnxExportOptions options)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Models can be written on little-endian machines only.");
        (_description, Opset, Batch) = (description, options.Opset, options.Batch);
        _parameters = network.Parameters.ToDictionary(parameter => parameter.Name);
        _values = description.Network.Inputs.ToDictionary(input => input.Name, input => input.Name);
        Proto = new GraphProto { Name = description.Network.Name };
    }

    public GraphProto Proto { get; }

    /// <summary>The version of the operators.</summary>
    public int Opset { get; }

    /// <summary>Items at once; null if that is left open.</summary>
    public int? Batch { get; }

    /// <summary>Whether a node computes the value of that name.</summary>
    public bool IsComputed(string name) => _values.TryGetValue(name, out string? value) && value == name && !_description.Network.Inputs.Any(input => input.Name == name);

    /// <summary>The value that a layer reads.</summary>
    public string Input(LayerDescription layer, int index = 0) => _values[layer.Inputs[index]];

    /// <summary>The shape of what a layer reads, without the batch.</summary>
    public IReadOnlyList<int> InputShape(LayerDescription layer, int index = 0) => _description.ShapeOf(layer.Inputs[index]);

    /// <summary>Whether a layer that adds a border computes a value.</summary>
    public bool ComesFromPad(string value) => Proto.Node.Any(node => node.OpType == "Pad" && node.Output.Contains(value));

    /// <summary>Lets a layer's value be its input, because the layer does nothing.</summary>
    public void Skip(LayerDescription layer) => _values[layer.Name] = Input(layer);

    /// <summary>Adds the node whose result is the layer's value.</summary>
    public void Add(LayerDescription layer, string op, IEnumerable<string> inputs, params (string Name, object Value)[] attributes)
    {
        AddNode(op, layer.Name, inputs, attributes).DocString = layer.Kind;
        _values[layer.Name] = layer.Name;
    }

    /// <summary>Adds a step on the way to the layer's value and returns the step's own.</summary>
    public string AddStep(LayerDescription layer, string part, string op, IEnumerable<string> inputs, params (string Name, object Value)[] attributes)
    {
        string name = $"{layer.Name}/{part}";
        AddNode(op, name, inputs, attributes);
        return name;
    }

    /// <summary>Returns a layer's value under a name.</summary>
    public void Return(string layer, string name)
    {
        string value = _values[layer];
        if (value == name && IsComputed(name))
            return;
        if (_values.ContainsValue(name))
            throw new OnnxExportException($"The output of '{layer}' cannot be named '{name}': another value has that name. Choose another one in {nameof(OnnxExportOptions)}.{nameof(OnnxExportOptions.Outputs)}.", layer);
        AddNode("Identity", name, [value], []);
    }

    /// <summary>A tensor of weights under its own name.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="suffix">The last part of the name.</param>
    /// <param name="dimensions">Its shape where that is not the one it has: the same values in the same order.</param>
    public string Weight(LayerDescription layer, string suffix, IEnumerable<int>? dimensions = null)
    {
        Parameter parameter = _parameters[layer.Parameter(suffix)!.Name];
        if (_initializers.Add(parameter.Name))
            Proto.Initializer.Add(Tensor(parameter.Name, DataType.Float, dimensions ?? parameter.Shape, UnsafeByteOperations.UnsafeWrap(new ParameterMemory(parameter).Memory)));
        return parameter.Name;
    }

    /// <summary>The values of a layer's weights, for those that must be stored in another order.</summary>
    public ReadOnlySpan<float> Values(LayerDescription layer, string suffix) => _parameters[layer.Parameter(suffix)!.Name].Values;

    /// <summary>Weights in an order of their own under the name that they have.</summary>
    public string Reordered(LayerDescription layer, string suffix, float[] values, params IEnumerable<int> dimensions) =>
        AddInitializer($"{layer.Name}.{suffix}", values, dimensions);

    /// <summary>A constant of the given shape.</summary>
    public string Constant(LayerDescription layer, string part, float[] values, params IEnumerable<int> dimensions) =>
        AddInitializer($"{layer.Name}/{part}", values, dimensions);

    /// <summary>A single number.</summary>
    public string Scalar(LayerDescription layer, string part, float value) => Constant(layer, part, [value], []);

    /// <summary>Whole numbers, such as a shape or axes.</summary>
    public string Whole(LayerDescription layer, string part, params IEnumerable<int> values)
    {
        long[] all = [.. values.Select(value => (long)value)];
        string name = $"{layer.Name}/{part}";
        Proto.Initializer.Add(Tensor(name, DataType.Int64, [all.Length], ByteString.CopyFrom(MemoryMarshal.AsBytes(all.AsSpan()))));
        return name;
    }

    /// <summary>A value under another shape. The batch stays as it is.</summary>
    public string Reshape(LayerDescription layer, string part, string value, params IEnumerable<int> shape) =>
        AddStep(layer, part, "Reshape", [value, Whole(layer, $"{part}.shape", [0, .. shape])]);

    /// <summary>A value under the shape of the layer's output, as the layer's value.</summary>
    public void AddReshape(LayerDescription layer, string value) => Add(layer, "Reshape", [value, Whole(layer, "shape", [0, .. layer.OutputShape])]);

    /// <summary>A value with its axes in another order.</summary>
    public string Transpose(LayerDescription layer, string part, string value, params IEnumerable<int> axes) => AddStep(layer, part, "Transpose", [value], ("perm", axes));

    /// <summary>A value with its axes in another order, as the layer's value.</summary>
    public void AddTranspose(LayerDescription layer, string value, params IEnumerable<int> axes) => Add(layer, "Transpose", [value], ("perm", axes));

    /// <summary>Refuses a layer.</summary>
    public static OnnxExportException Refuse(LayerDescription layer, string reason) => new($"{layer.Kind} '{layer.Name}' cannot be written as ONNX: {reason}", layer.Name);

    private string AddInitializer(string name, float[] values, IEnumerable<int> dimensions)
    {
        Proto.Initializer.Add(Tensor(name, DataType.Float, dimensions, UnsafeByteOperations.UnsafeWrap(MemoryMarshal.AsBytes(values.AsSpan()).ToArray())));
        return name;
    }

    private NodeProto AddNode(string op, string name, IEnumerable<string> inputs, (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = op, Name = name, Output = { name } };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        Proto.Node.Add(node);
        return node;
    }

    private static TensorProto Tensor(string name, DataType type, IEnumerable<int> dimensions, ByteString data) =>
        new() { Name = name, DataType = (int)type, Dims = { dimensions.Select(size => (long)size) }, RawData = data };

    private static AttributeProto Attribute(string name, object value) => value switch
    {
        int number => new() { Name = name, Type = AttributeType.Int, I = number },
        float number => new() { Name = name, Type = AttributeType.Float, F = number },
        string text => new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(text) },
        IEnumerable<int> numbers => new() { Name = name, Type = AttributeType.Ints, Ints = { numbers.Select(number => (long)number) } },
        _ => throw new ArgumentException($"Attributes of type {value.GetType()} are not known.", nameof(value)),
    };
}
