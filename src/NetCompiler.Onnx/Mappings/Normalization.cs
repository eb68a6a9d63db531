namespace NetCompiler.Onnx.Mappings;

/// <summary>Normalisations and scales.</summary>
internal static class Normalization
{
    public static void Batch(GraphBuilder graph, LayerDescription layer)
    {
        int channels = graph.InputShape(layer)[0];
        graph.Add(
            layer, "BatchNormalization",
            [graph.Input(layer), .. WeightAndBias(graph, layer, channels), graph.Weight(layer, "running_mean"), graph.Weight(layer, "running_var")],
            ("epsilon", layer.Float("epsilon")));
    }

    public static void Instance(GraphBuilder graph, LayerDescription layer) => graph.Add(
        layer, "InstanceNormalization", [graph.Input(layer), .. WeightAndBias(graph, layer, graph.InputShape(layer)[0])], ("epsilon", layer.Float("epsilon")));

    public static void Layer(GraphBuilder graph, LayerDescription layer) => graph.Add(
        layer, "LayerNormalization", [graph.Input(layer), .. WeightAndBias(graph, layer, graph.InputShape(layer))], ("axis", 1), ("epsilon", layer.Float("epsilon")));

    /// <summary>x / max(‖x‖, ε) over the channels.</summary>
    public static void L2(GraphBuilder graph, LayerDescription layer)
    {
        string x = graph.Input(layer);
        (string[] inputs, (string, object)[] attributes) = Reductions.Operands(graph, layer, x, axis: 1, keep: true);
        string norm = graph.AddStep(layer, "norm", "ReduceL2", inputs, attributes);
        string atLeast = graph.AddStep(layer, "bounded", "Max", [norm, graph.Scalar(layer, "epsilon", layer.Float("epsilon"))]);
        graph.Add(layer, "Div", [x, atLeast]);
    }

    /// <summary>
    /// ONNX's operator divides alpha by the size, as ours no longer does, and takes ⌊(size − 1) / 2⌋ channels before; ours takes ⌊size / 2⌋, which of even sizes is
    /// one more: those are means over the channels as a pool computes them.
    /// </summary>
    public static void LocalResponse(GraphBuilder graph, LayerDescription layer)
    {
        string x = graph.Input(layer);
        IReadOnlyList<int> shape = graph.InputShape(layer);
        (int size, float k, float beta) = (layer.Int("size"), layer.Float("k"), layer.Float("beta"));
        float alpha = layer.Float("alpha") * size;
        if (size % 2 == 1 && shape.Count == 3)
        {
            graph.Add(layer, "LRN", [x], ("size", size), ("alpha", alpha), ("beta", beta), ("bias", k));
            return;
        }

        int pixels = shape.Skip(1).Aggregate(1, (product, length) => product * length);
        string squares = graph.Reshape(layer, "plane", graph.AddStep(layer, "squares", "Mul", [x, x]), 1, shape[0], pixels);
        string padded = Padding.Constant(graph, layer, "padded", squares, [size / 2, 0, (size - 1) / 2, 0], 0);
        string means = graph.AddStep(layer, "means", "AveragePool", [padded], ("kernel_shape", new[] { size, 1 }));
        string scaled = graph.AddStep(layer, "scaled", "Mul", [graph.Reshape(layer, "image", means, shape), graph.Scalar(layer, "alpha", alpha)]);
        string sum = graph.AddStep(layer, "sum", "Add", [scaled, graph.Scalar(layer, "k", k)]);
        graph.Add(layer, "Div", [x, graph.AddStep(layer, "power", "Pow", [sum, graph.Scalar(layer, "beta", beta)])]);
    }

    /// <summary>(x − mean) / std with constants.</summary>
    public static void Constant(GraphBuilder graph, LayerDescription layer)
    {
        string Of(string argument)
        {
            float[] values = [.. layer.Floats(argument)!];
            return graph.Constant(layer, argument, values, graph.PerChannel(layer, values.Length));
        }

        string centered = graph.AddStep(layer, "centered", "Sub", [graph.Input(layer), Of("mean")]);
        graph.Add(layer, "Div", [centered, Of("std")]);
    }

    /// <summary>By a constant, or by weights per channel.</summary>
    public static void Scale(GraphBuilder graph, LayerDescription layer)
    {
        string x = graph.Input(layer);
        if (layer.Floats("factor") is { } factor)
        {
            graph.Add(layer, "Mul", [x, graph.Scalar(layer, "factor", factor[0])]);
            return;
        }

        string Of(string suffix) => graph.Weight(layer, suffix, graph.PerChannel(layer, graph.InputShape(layer)[0]));
        if (layer.Parameter("bias") is null)
            graph.Add(layer, "Mul", [x, Of("weight")]);
        else
            graph.Add(layer, "Add", [graph.AddStep(layer, "scaled", "Mul", [x, Of("weight")]), Of("bias")]);
    }

    /// <summary>The layer's weight and bias; ones and zeros where it has none, which ONNX always asks for.</summary>
    private static IEnumerable<string> WeightAndBias(GraphBuilder graph, LayerDescription layer, params IReadOnlyList<int> shape)
    {
        if (layer.Parameter("weight") is not null)
            return [graph.Weight(layer, "weight"), graph.Weight(layer, "bias")];
        float[] ones = new float[shape.Aggregate(1, (product, size) => product * size)];
        Array.Fill(ones, 1);
        return [graph.Constant(layer, "ones", ones, shape), graph.Constant(layer, "zeros", new float[ones.Length], shape)];
    }
}
