namespace NetCompiler.Onnx.Mappings;

/// <summary>Layers that cut regions out of an image. ONNX lists regions of a whole batch; ours belong to one image, so that only batches of one can be written.</summary>
internal static class Regions
{
    public static void RoiAlign(GraphBuilder graph, LayerDescription layer)
    {
        string indexes = graph.Whole(layer, "images", Enumerable.Repeat(0, Count(graph, layer)));
        IReadOnlyList<int> size = layer.Ints("size")!;
        string cut = graph.AddStep(
            layer, "cut", "RoiAlign", [graph.Input(layer), Boxes(graph, layer), indexes],
            ("mode", "avg"), ("output_height", size[0]), ("output_width", size[1]), ("sampling_ratio", layer.Int("samples")), ("spatial_scale", layer.Float("scale")),
            ("coordinate_transformation_mode", layer.Int("aligned") == 1 ? "half_pixel" : "output_half_pixel"));
        AddStacked(graph, layer, cut);
    }

    public static void RoiPool(GraphBuilder graph, LayerDescription layer)
    {
        int count = Count(graph, layer);
        string boxes = graph.AddStep(layer, "numbered", "Concat", [graph.Constant(layer, "images", new float[count], count, 1), Boxes(graph, layer)], ("axis", 1));
        string cut = graph.AddStep(layer, "cut", "MaxRoiPool", [graph.Input(layer), boxes], ("pooled_shape", layer.Ints("size")!), ("spatial_scale", layer.Float("scale")));
        AddStacked(graph, layer, cut);
    }

    private static int Count(GraphBuilder graph, LayerDescription layer) =>
        graph.Batch == 1 ? graph.InputShape(layer, 1)[1] : throw GraphBuilder.Refuse(layer, "its regions belong to one image; export with a batch of 1.");

    /// <summary>(1, 4, N) → (N, 4).</summary>
    private static string Boxes(GraphBuilder graph, LayerDescription layer)
    {
        string columns = graph.AddStep(layer, "columns", "Squeeze", [graph.Input(layer, 1), graph.Whole(layer, "columns.axis", 0)]);
        return graph.Transpose(layer, "boxes", columns, 1, 0);
    }

    /// <summary>(N, C, h, w) → (1, C, N · h, w).</summary>
    private static void AddStacked(GraphBuilder graph, LayerDescription layer, string cut)
    {
        string channels = graph.Transpose(layer, "channels", cut, 1, 0, 2, 3);
        graph.Add(layer, "Reshape", [channels, graph.Whole(layer, "shape", [1, .. layer.OutputShape])]);
    }
}
