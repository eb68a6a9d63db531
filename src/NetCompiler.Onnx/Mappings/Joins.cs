namespace NetCompiler.Onnx.Mappings;

/// <summary>Layers that read several values.</summary>
internal static class Joins
{
    public static void Add(GraphBuilder graph, LayerDescription layer) => graph.Add(layer, layer.Inputs.Count == 2 ? "Add" : "Sum", Inputs(graph, layer));

    public static void Concat(GraphBuilder graph, LayerDescription layer) =>
        graph.Add(layer, "Concat", Inputs(graph, layer), ("axis", 1 + (layer.Ints("axis")?[0] ?? 0)));

    /// <summary>A number per channel gets an axis of size 1 for each that the other factor has.</summary>
    public static void Multiply(GraphBuilder graph, LayerDescription layer)
    {
        string[] factors = [.. layer.Inputs.Select((_, i) =>
        {
            string value = graph.Input(layer, i);
            int rank = graph.InputShape(layer, i).Count, wanted = layer.OutputShape.Count;
            return rank == wanted ? value : graph.Reshape(layer, $"factor{i}", value, [layer.OutputShape[0], .. Enumerable.Repeat(1, wanted - 1)]);
        })];
        graph.Add(layer, "Mul", factors);
    }

    private static IEnumerable<string> Inputs(GraphBuilder graph, LayerDescription layer) => layer.Inputs.Select((_, i) => graph.Input(layer, i));
}
