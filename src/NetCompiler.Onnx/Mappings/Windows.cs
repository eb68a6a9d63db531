namespace NetCompiler.Onnx.Mappings;

/// <summary>The attributes of operators that move a window.</summary>
internal static class Windows
{
    public static IEnumerable<(string, object)> Attributes(LayerDescription layer, IReadOnlyList<int>? pads)
    {
        yield return ("kernel_shape", layer.Ints("kernel")!);
        if (layer.Ints("strides") is { } strides)
            yield return ("strides", strides);
        if (pads is not null)
            yield return ("pads", pads);
        if (layer.Ints("dilations") is { } dilations)
            yield return ("dilations", dilations);
    }
}
