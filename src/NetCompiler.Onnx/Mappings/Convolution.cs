namespace NetCompiler.Onnx.Mappings;

/// <summary>Convolutions of all kinds.</summary>
internal static class Convolution
{
    public static void Conv(GraphBuilder graph, LayerDescription layer)
    {
        string weight = layer.Ints("connections") is { } connections ? Connected(graph, layer, connections) : graph.Weight(layer, "weight", WeightShape(graph, layer));
        graph.Add(layer, "Conv", Operands(graph, layer, weight), Window(layer, ("group", Groups(layer))));
    }

    public static void ConvTranspose(GraphBuilder graph, LayerDescription layer)
    {
        string weight = graph.Weight(layer, "weight");
        IReadOnlyList<int>? added = layer.Ints("outputPadding");
        int axes = layer.Ints("kernel")!.Count;
        if (added is null || added.Zip(layer.Ints("strides") ?? Enumerable.Repeat(1, axes), (rows, stride) => rows < stride).All(fits => fits))
        {
            (string, object)[] padding = added is null ? [] : [("output_padding", added)];
            graph.Add(layer, "ConvTranspose", Operands(graph, layer, weight), Window(layer, [("group", Groups(layer)), .. padding]));
            return;
        }

        // ONNX Runtime wants less than the stride where PyTorch allows less than the dilation. To add rows is to cut fewer off; what is left over has no more than the bias.
        int[] pads = [.. layer.Ints("pads") ?? Enumerable.Repeat(0, 2 * axes)], rest = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            rest[i] = Math.Max(0, added[i] - pads[axes + i]);
            pads[axes + i] -= added[i] - rest[i];
        }

        bool hasBias = layer.Parameter("bias") is not null;
        string stamped = graph.AddStep(layer, "stamped", "ConvTranspose", [graph.Input(layer), weight], [.. Windows.Attributes(layer, pads), ("group", Groups(layer))]);
        string padded = Padding.Constant(graph, layer, "padded", stamped, [.. Enumerable.Repeat(0, axes), .. rest], 0);
        if (hasBias)
            graph.Add(layer, "Add", [padded, graph.Weight(layer, "bias", graph.PerChannel(layer, layer.OutputShape[0]))]);
        else
            graph.Add(layer, "Identity", [padded]);
    }

    /// <summary>
    /// What each filter reads is laid side by side by a convolution of ones and zeros; then every position is a product with a matrix of its own. With shared
    /// weights it is a convolution and a bias of its own per position.
    /// </summary>
    public static void LocallyConnected(GraphBuilder graph, LayerDescription layer)
    {
        IReadOnlyList<int> output = layer.OutputShape, kernel = layer.Ints("kernel")!;
        int filters = output[0], channels = graph.InputShape(layer)[0], positions = Product(output.Skip(1)), window = Product(kernel), taps = channels * window;
        ParameterInfo? bias = layer.Parameter("bias");
        string result;
        if (layer.Parameter("weight")!.Shape.Count == 2 + kernel.Count)
        {
            result = graph.AddStep(layer, "products", "Conv", [graph.Input(layer), graph.Weight(layer, "weight")], Window(layer));
        }
        else
        {
            // Each channel by itself, once for each place of the window.
            float[] ones = new float[taps * window];
            for (int tap = 0; tap < taps; tap++)
                ones[(tap * window) + (tap % window)] = 1;
            string read = graph.AddStep(
                layer, "read", "Conv", [graph.Input(layer), graph.Constant(layer, "ones", ones, [taps, 1, .. kernel])], Window(layer, ("group", channels)));
            string rows = graph.Transpose(layer, "rows", graph.Reshape(layer, "columns", read, taps, positions), 2, 0, 1);
            string matrices = graph.AddStep(layer, "matrices", "Reshape", [graph.Weight(layer, "weight"), graph.Whole(layer, "matrices.shape", filters, positions, taps)]);
            string perPosition = graph.Transpose(layer, "weights", matrices, 1, 2, 0);
            string products = graph.AddStep(layer, "products", "MatMul", [rows, perPosition]);
            string transposed = graph.Transpose(layer, "filters", products, 1, 2, 0);
            if (bias is null)
            {
                graph.AddReshape(layer, transposed);
                return;
            }

            result = graph.Reshape(layer, "image", transposed, output);
        }

        if (bias is null)
            graph.Add(layer, "Identity", [result]);
        else
            graph.Add(layer, "Add", [result, graph.Weight(layer, "bias", bias.Shape.Count == 1 ? graph.PerChannel(layer, filters) : bias.Shape)]);
    }

    /// <summary>A dense layer of a network that slides over larger images has a matrix, whose values lie in the same order.</summary>
    private static IEnumerable<int> WeightShape(GraphBuilder graph, LayerDescription layer) =>
        [layer.OutputShape[0], graph.InputShape(layer)[0] / Groups(layer), .. layer.Ints("kernel")!];

    /// <summary>The weights of a connection table among zeros.</summary>
    private static string Connected(GraphBuilder graph, LayerDescription layer, IReadOnlyList<int> connections)
    {
        int[] shape = [.. WeightShape(graph, layer)];
        int taps = Product(shape.Skip(2)), connection = 0;
        ReadOnlySpan<float> values = graph.Values(layer, "weight");
        float[] dense = new float[shape[0] * shape[1] * taps];
        IReadOnlyList<int> counts = layer.Ints("connectionCounts")!;
        for (int filter = 0; filter < counts.Count; filter++)
        {
            for (int i = 0; i < counts[filter]; i++, connection++)
                values.Slice(connection * taps, taps).CopyTo(dense.AsSpan(((filter * shape[1]) + connections[connection]) * taps));
        }

        return graph.Reordered(layer, "weight", dense, shape);
    }

    private static IEnumerable<string> Operands(GraphBuilder graph, LayerDescription layer, string weight) =>
        layer.Parameter("bias") is null ? [graph.Input(layer), weight] : [graph.Input(layer), weight, graph.Weight(layer, "bias")];

    private static int Product(IEnumerable<int> sizes) => sizes.Aggregate(1, (product, size) => checked(product * size));

    private static int Groups(LayerDescription layer) => layer.Ints("groups")?[0] ?? 1;

    /// <summary>The window's attributes, which ONNX calls by other names, and further ones.</summary>
    private static (string, object)[] Window(LayerDescription layer, params (string, object)[] others) =>
        [.. Windows.Attributes(layer, layer.Ints("pads")), .. others];
}
