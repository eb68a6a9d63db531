namespace NetCompiler.Onnx.Mappings;

/// <summary>Layers that add a border.</summary>
internal static class Padding
{
    public static void Pad(GraphBuilder graph, LayerDescription layer)
    {
        IReadOnlyList<int> sides = layer.Ints("sides")!;
        string? mode = layer.Text("mode") switch { "Zeros" => "constant", "Replicate" => "edge", "Reflect" => "reflect", "Circular" when graph.Opset >= 19 => "wrap", _ => null };
        if (mode is null)
            AddCopies(graph, layer, sides, reversed: layer.Text("mode") == "Symmetric");
        else
            graph.Add(layer, "Pad", [graph.Input(layer), graph.Whole(layer, "pads", OfAllAxes(sides))], ("mode", mode));
    }

    /// <summary>A border of one value, as a step.</summary>
    public static string Constant(GraphBuilder graph, LayerDescription layer, string part, string value, IReadOnlyList<int> sides, float border) =>
        graph.AddStep(layer, part, "Pad", [value, graph.Whole(layer, $"{part}.sides", OfAllAxes(sides)), graph.Scalar(layer, $"{part}.value", border)]);

    /// <summary>ONNX counts batch and channels as well: first what is added before each axis, then what is added behind.</summary>
    private static IEnumerable<int> OfAllAxes(IReadOnlyList<int> sides) => [0, 0, .. sides.Take(sides.Count / 2), 0, 0, .. sides.Skip(sides.Count / 2)];

    /// <summary>Axis by axis: pieces of the value, in their order or reversed, at both ends of it.</summary>
    private static void AddCopies(GraphBuilder graph, LayerDescription layer, IReadOnlyList<int> sides, bool reversed)
    {
        string value = graph.Input(layer);
        IReadOnlyList<int> shape = graph.InputShape(layer);
        int axes = sides.Count / 2;
        for (int i = 0; i < axes; i++)
        {
            (int before, int after, int axis, int size) = (sides[i], sides[axes + i], i + 2, shape[i + 1]);
            string? first = before == 0 ? null : Piece(graph, layer, $"before{axis}", value, axis, reversed ? (0, before) : (size - before, size), reversed);
            string? last = after == 0 ? null : Piece(graph, layer, $"behind{axis}", value, axis, reversed ? (size - after, size) : (0, after), reversed);
            string[] pieces = [.. new[] { first, value, last }.OfType<string>()];
            if (pieces.Length > 1)
                value = graph.AddStep(layer, $"padded{axis}", "Concat", pieces, ("axis", axis));
        }

        graph.Add(layer, "Identity", [value]);
    }

    private static string Piece(GraphBuilder graph, LayerDescription layer, string part, string value, int axis, (int Start, int End) range, bool reversed)
    {
        (int start, int end, int step) = reversed ? (range.End - 1, range.Start == 0 ? int.MinValue : range.Start - 1, -1) : (range.Start, range.End, 1);
        return graph.AddStep(
            layer, part, "Slice",
            [value, graph.Whole(layer, $"{part}.start", start), graph.Whole(layer, $"{part}.end", end), graph.Whole(layer, $"{part}.axis", axis), graph.Whole(layer, $"{part}.step", step)]);
    }
}
