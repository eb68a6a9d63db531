namespace NetCompiler.Onnx.Mappings;

/// <summary>Layers that put values elsewhere.</summary>
internal static class Moving
{
    /// <summary>Of a vector it is nothing, and where a network slides over larger images, maps stay maps.</summary>
    public static void Flatten(GraphBuilder graph, LayerDescription layer)
    {
        if (graph.InputShape(layer).SequenceEqual(layer.OutputShape))
            graph.Skip(layer);
        else
            graph.Add(layer, "Flatten", [graph.Input(layer)], ("axis", 1));
    }

    public static void Slice(GraphBuilder graph, LayerDescription layer) => AddSlice(graph, layer, [layer.Int("start")], [layer.Int("end")], [1 + layer.Int("axis")]);

    public static void Crop(GraphBuilder graph, LayerDescription layer)
    {
        IReadOnlyList<int> sides = layer.Ints("sides")!, shape = graph.InputShape(layer);
        int axes = sides.Count / 2;
        AddSlice(graph, layer, [.. sides.Take(axes)], [.. sides.Skip(axes).Select((side, i) => shape[i + 1] - side)], [.. Enumerable.Range(2, axes)]);
    }

    public static void ChannelShuffle(GraphBuilder graph, LayerDescription layer)
    {
        IReadOnlyList<int> shape = layer.OutputShape;
        int groups = layer.Int("groups");
        string grouped = graph.Reshape(layer, "groups", graph.Input(layer), [groups, shape[0] / groups, .. shape.Skip(1)]);
        string shuffled = graph.Transpose(layer, "shuffled", grouped, [0, 2, 1, .. Enumerable.Range(3, shape.Count - 1)]);
        graph.AddReshape(layer, shuffled);
    }

    /// <summary>Values repeated, or linear between the centres of pixels, clamped at the border.</summary>
    public static void Upsample(GraphBuilder graph, LayerDescription layer)
    {
        bool bilinear = layer.Text("mode") == "Bilinear", aligned = layer.Ints("alignCorners") is not null;
        int[] axes = [.. Enumerable.Range(1, layer.OutputShape.Count - 1)];
        IReadOnlyList<int> from = graph.InputShape(layer);
        float[] scales = [1, 1, .. axes.Select(axis => (float)layer.OutputShape[axis] / from[axis])];
        (string, object)[] attributes = bilinear
            ? [("mode", "linear"), ("coordinate_transformation_mode", aligned ? "align_corners" : "half_pixel")]
            : [("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")];
        graph.Add(layer, "Resize", [graph.Input(layer), "", graph.Constant(layer, "scales", scales, scales.Length)], attributes);
    }

    private static void AddSlice(GraphBuilder graph, LayerDescription layer, int[] starts, int[] ends, int[] axes) =>
        graph.Add(layer, "Slice", [graph.Input(layer), graph.Whole(layer, "starts", starts), graph.Whole(layer, "ends", ends), graph.Whole(layer, "axes", axes)]);
}
