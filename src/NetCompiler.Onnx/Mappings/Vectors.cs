namespace NetCompiler.Onnx.Mappings;

/// <summary>Layers that are products of matrices, or look up their rows.</summary>
internal static class Vectors
{
    public static void Dense(GraphBuilder graph, LayerDescription layer)
    {
        string[] operands = [graph.Input(layer), graph.Weight(layer, "weight")];
        graph.Add(layer, "Gemm", layer.Parameter("bias") is null ? operands : [.. operands, graph.Weight(layer, "bias")], ("transB", 1));
    }

    /// <summary>Indexes stay floats at the model's input, as they are at ours.</summary>
    public static void Embedding(GraphBuilder graph, LayerDescription layer)
    {
        const int Int64 = 7;
        string indexes = graph.AddStep(layer, "indexes", "Cast", [graph.Input(layer)], ("to", Int64));
        string rows = graph.AddStep(layer, "rows", "Gather", [graph.Weight(layer, "weight"), indexes], ("axis", 0));
        graph.AddTranspose(layer, rows, 0, 2, 1);
    }

    /// <summary>Σ (x − weight)² for each unit.</summary>
    public static void RadialBasis(GraphBuilder graph, LayerDescription layer)
    {
        string row = graph.Reshape(layer, "row", graph.Input(layer), 1, graph.InputShape(layer)[0]);
        string differences = graph.AddStep(layer, "differences", "Sub", [row, graph.Weight(layer, "weight")]);
        (string[] inputs, (string, object)[] attributes) = Reductions.Operands(graph, layer, differences, axis: 2, keep: false);
        graph.Add(layer, "ReduceSumSquare", inputs, attributes);
    }

    /// <summary>F · Fᵀ / (C · H · W).</summary>
    public static void Gram(GraphBuilder graph, LayerDescription layer)
    {
        IReadOnlyList<int> shape = graph.InputShape(layer);
        int pixels = shape.Skip(1).Aggregate(1, (product, size) => product * size);
        string rows = graph.Reshape(layer, "rows", graph.Input(layer), 1, shape[0], pixels);
        string columns = graph.Transpose(layer, "columns", rows, 0, 1, 3, 2);
        string products = graph.AddStep(layer, "products", "MatMul", [rows, columns]);
        graph.Add(layer, "Div", [products, graph.Scalar(layer, "values", (float)shape[0] * pixels)]);
    }
}
