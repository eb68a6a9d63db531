using NetCompiler.Onnx.Mappings;

namespace NetCompiler.Onnx;

/// <summary>Adds a layer to a graph.</summary>
internal delegate void Mapping(GraphBuilder graph, LayerDescription layer);

/// <summary>How each layer is written. A new layer is one row here.</summary>
internal static class LayerMapping
{
    private static readonly Dictionary<string, Mapping> s_layers = new(StringComparer.Ordinal)
    {
        ["AdaptiveAvgPool"] = Pooling.AdaptiveAverage,
        ["Add"] = Joins.Add,
        ["AvgPool"] = Pooling.Average,
        ["BatchNorm"] = Normalization.Batch,
        ["ChannelShuffle"] = Moving.ChannelShuffle,
        ["Concat"] = Joins.Concat,
        ["Conv"] = Convolution.Conv,
        ["ConvTranspose"] = Convolution.ConvTranspose,
        ["Crop"] = Moving.Crop,
        ["Dense"] = Vectors.Dense,
        ["DepthwiseConv"] = Convolution.Conv,
        ["Dropout"] = (graph, layer) => graph.Skip(layer),
        ["Elu"] = (graph, layer) => graph.Add(layer, "Elu", [graph.Input(layer)], ("alpha", layer.Float("alpha"))),
        ["Embedding"] = Vectors.Embedding,
        ["Flatten"] = Moving.Flatten,
        ["Gelu"] = Activations.Gelu,
        ["GlobalAvgPool"] = (graph, layer) => Pooling.Global(graph, layer, "GlobalAveragePool"),
        ["GlobalMaxPool"] = (graph, layer) => Pooling.Global(graph, layer, "GlobalMaxPool"),
        ["Gram"] = Vectors.Gram,
        ["HardSigmoid"] = (graph, layer) => graph.Add(layer, "HardSigmoid", [graph.Input(layer)], ("alpha", 1f / 6), ("beta", 0.5f)),
        ["HardSwish"] = Activations.Native("HardSwish"),
        ["InstanceNorm"] = Normalization.Instance,
        ["L2Normalize"] = Normalization.L2,
        ["LayerNorm"] = Normalization.Layer,
        ["LeakyRelu"] = (graph, layer) => graph.Add(layer, "LeakyRelu", [graph.Input(layer)], ("alpha", layer.Float("slope"))),
        ["LocalResponseNorm"] = Normalization.LocalResponse,
        ["LocallyConnected"] = Convolution.LocallyConnected,
        ["LogSoftmax"] = (graph, layer) => graph.Add(layer, "LogSoftmax", [graph.Input(layer)], ("axis", 1)),
        ["Lstm"] = Recurrent.Lstm,
        ["MaxPool"] = Pooling.Maximum,
        ["Mish"] = Activations.Mish,
        ["Multiply"] = Joins.Multiply,
        ["Normalize"] = Normalization.Constant,
        ["PRelu"] = Activations.PRelu,
        ["Pad"] = Padding.Pad,
        ["RadialBasis"] = Vectors.RadialBasis,
        ["Relu"] = Activations.Native("Relu"),
        ["Relu6"] = Activations.Relu6,
        ["Reshape"] = (graph, layer) => graph.AddReshape(layer, graph.Input(layer)),
        ["RoiAlign"] = Regions.RoiAlign,
        ["RoiPool"] = Regions.RoiPool,
        ["Scale"] = Normalization.Scale,
        ["ScaledTanh"] = Activations.ScaledTanh,
        ["Selu"] = Activations.Native("Selu"),
        ["Sigmoid"] = Activations.Native("Sigmoid"),
        ["Slice"] = Moving.Slice,
        ["Softmax"] = (graph, layer) => graph.Add(layer, "Softmax", [graph.Input(layer)], ("axis", 1)),
        ["Softplus"] = Activations.Native("Softplus"),
        ["SpaceToDepth"] = (graph, layer) => graph.Add(layer, "SpaceToDepth", [graph.Input(layer)], ("blocksize", layer.Int("block"))),
        ["Swish"] = Activations.Swish,
        ["Tanh"] = Activations.Native("Tanh"),
        ["Upsample"] = Moving.Upsample,
    };

    public static IReadOnlyCollection<string> Kinds => s_layers.Keys;

    public static Mapping Of(LayerDescription layer) =>
        s_layers.TryGetValue(layer.Kind, out Mapping? mapping) ? mapping : throw GraphBuilder.Refuse(layer, "the exporter does not know this kind of layer.");

    /// <summary>An argument that the layer must have.</summary>
    public static int Int(this LayerDescription layer, string argument) => layer.Ints(argument)![0];

    /// <inheritdoc cref="Int"/>
    public static float Float(this LayerDescription layer, string argument) => layer.Floats(argument)![0];

    /// <summary>A number per channel, in a shape that fits the layer's input behind the batch.</summary>
    public static IEnumerable<int> PerChannel(this GraphBuilder graph, LayerDescription layer, int count) =>
        [count, .. Enumerable.Repeat(1, graph.InputShape(layer).Count - 1)];
}
