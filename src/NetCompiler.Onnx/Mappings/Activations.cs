namespace NetCompiler.Onnx.Mappings;

/// <summary>Functions of each value by itself.</summary>
internal static class Activations
{
    /// <summary>An operator of ONNX that needs no attributes: its defaults are what the layer computes.</summary>
    public static Mapping Native(string op) => (graph, layer) => graph.Add(layer, op, [graph.Input(layer)]);

    public static void Relu6(GraphBuilder graph, LayerDescription layer) =>
        graph.Add(layer, "Clip", [graph.Input(layer), graph.Scalar(layer, "min", 0), graph.Scalar(layer, "max", 6)]);

    public static void PRelu(GraphBuilder graph, LayerDescription layer) =>
        graph.Add(layer, "PRelu", [graph.Input(layer), graph.Weight(layer, "weight", graph.PerChannel(layer, (int)layer.Parameter("weight")!.Length))]);

    public static void Swish(GraphBuilder graph, LayerDescription layer)
    {
        string x = graph.Input(layer);
        graph.Add(layer, "Mul", [x, graph.AddStep(layer, "sigmoid", "Sigmoid", [x])]);
    }

    /// <summary>An operator from version 18 on.</summary>
    public static void Mish(GraphBuilder graph, LayerDescription layer)
    {
        string x = graph.Input(layer);
        if (graph.Opset >= 18)
        {
            graph.Add(layer, "Mish", [x]);
            return;
        }

        string softplus = graph.AddStep(layer, "softplus", "Softplus", [x]);
        graph.Add(layer, "Mul", [x, graph.AddStep(layer, "tanh", "Tanh", [softplus])]);
    }

    /// <summary>An operator from version 20 on. Before: x / 2 · (1 + erf(x / √2)), or with tanh as the layer's documentation says.</summary>
    public static void Gelu(GraphBuilder graph, LayerDescription layer)
    {
        string x = graph.Input(layer);
        bool approximate = layer.Ints("approximate") is not null;
        if (graph.Opset >= 20)
        {
            graph.Add(layer, "Gelu", [x], ("approximate", approximate ? "tanh" : "none"));
            return;
        }

        string bend;
        if (approximate)
        {
            string square = graph.AddStep(layer, "square", "Mul", [x, x]);
            string cube = graph.AddStep(layer, "cube", "Mul", [square, x]);
            string small = graph.AddStep(layer, "small", "Mul", [cube, graph.Scalar(layer, "cubic", 0.044715f)]);
            string sum = graph.AddStep(layer, "sum", "Add", [x, small]);
            string scaled = graph.AddStep(layer, "scaled", "Mul", [sum, graph.Scalar(layer, "linear", (float)Math.Sqrt(2 / Math.PI))]);
            bend = graph.AddStep(layer, "tanh", "Tanh", [scaled]);
        }
        else
        {
            string scaled = graph.AddStep(layer, "scaled", "Div", [x, graph.Scalar(layer, "root", (float)Math.Sqrt(2))]);
            bend = graph.AddStep(layer, "erf", "Erf", [scaled]);
        }

        string share = graph.AddStep(layer, "share", "Add", [bend, graph.Scalar(layer, "one", 1)]);
        string product = graph.AddStep(layer, "product", "Mul", [x, share]);
        graph.Add(layer, "Mul", [product, graph.Scalar(layer, "half", 0.5f)]);
    }

    public static void ScaledTanh(GraphBuilder graph, LayerDescription layer)
    {
        string scaled = graph.AddStep(layer, "scaled", "Mul", [graph.Input(layer), graph.Scalar(layer, "slope", layer.Float("slope"))]);
        string tanh = graph.AddStep(layer, "tanh", "Tanh", [scaled]);
        graph.Add(layer, "Mul", [tanh, graph.Scalar(layer, "amplitude", layer.Float("amplitude"))]);
    }
}
