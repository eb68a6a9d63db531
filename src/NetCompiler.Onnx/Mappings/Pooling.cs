namespace NetCompiler.Onnx.Mappings;

/// <summary>Pools. Rounding sizes up is padding at the end in our descriptions, so that ONNX's own rule for it is not needed.</summary>
internal static class Pooling
{
    public static void Maximum(GraphBuilder graph, LayerDescription layer)
    {
        string x = graph.Input(layer);
        IReadOnlyList<int>? pads = layer.Ints("pads");

        // ONNX Runtime refuses padding that is not smaller than the kernel, dilated or not.
        if (pads is not null && !FitsKernel(layer, pads))
        {
            x = Padding.Constant(graph, layer, "padded", x, pads, float.NegativeInfinity);
            pads = null;
        }

        graph.Add(layer, "MaxPool", [x], [.. Windows.Attributes(layer, pads)]);

        // ONNX Runtime takes a layer of zeros before for the pool's own padding, which is below all values, unless the pool returns places as well.
        if (graph.ComesFromPad(x))
            graph.Proto.Node[^1].Output.Add($"{layer.Name}/places");
    }

    /// <summary>ONNX counts all padding or none. Where rounding up adds to counted padding, a layer of zeros comes first.</summary>
    public static void Average(GraphBuilder graph, LayerDescription layer)
    {
        string x = graph.Input(layer);
        IReadOnlyList<int>? pads = layer.Ints("pads"), counted = layer.Ints("counted");
        bool countAll = pads is not null && counted is not null && pads.SequenceEqual(counted);
        if (counted is not null && !countAll)
        {
            x = Padding.Constant(graph, layer, "padded", x, counted, 0);
            pads = [.. pads!.Zip(counted, (all, zeros) => all - zeros)];
        }

        (string, object)[] count = countAll ? [("count_include_pad", 1)] : [];
        graph.Add(layer, "AveragePool", [x], [.. Windows.Attributes(layer, pads), .. count]);
    }

    /// <summary>Windows of one size are a pool; others are products with matrices of shares, rows and columns one after the other.</summary>
    public static void AdaptiveAverage(GraphBuilder graph, LayerDescription layer)
    {
        int[] from = [.. graph.InputShape(layer).Skip(1)], to = [.. layer.OutputShape.Skip(1)];
        if (from.SequenceEqual(to))
        {
            graph.Skip(layer);
            return;
        }

        if (from.Zip(to, (size, parts) => size % parts).All(rest => rest == 0))
        {
            int[] kernel = [.. from.Zip(to, (size, parts) => size / parts)];
            graph.Add(layer, "AveragePool", [graph.Input(layer)], ("kernel_shape", kernel), ("strides", kernel));
            return;
        }

        string x = graph.Input(layer);
        if (from.Length == 2)
            x = graph.AddStep(layer, "rows", "MatMul", [graph.Constant(layer, "vertical", Shares(from[0], to[0]), to[0], from[0]), x]);
        float[] shares = Shares(from[^1], to[^1]), transposed = new float[shares.Length];
        for (int i = 0; i < shares.Length; i++)
            transposed[(i % from[^1] * to[^1]) + (i / from[^1])] = shares[i];
        graph.Add(layer, "MatMul", [x, graph.Constant(layer, "horizontal", transposed, from[^1], to[^1])]);
    }

    public static void Global(GraphBuilder graph, LayerDescription layer, string op)
    {
        string pooled = graph.AddStep(layer, "pooled", op, [graph.Input(layer)]);
        graph.Add(layer, "Flatten", [pooled], ("axis", 1));
    }

    private static bool FitsKernel(LayerDescription layer, IReadOnlyList<int> pads)
    {
        IReadOnlyList<int> kernel = layer.Ints("kernel")!;
        return pads.Select((size, i) => size < kernel[i % kernel.Count]).All(fits => fits);
    }

    /// <summary>Row i has 1 / n at the n places from ⌊i · from / to⌋ up to ⌈(i + 1) · from / to⌉.</summary>
    private static float[] Shares(int from, int to)
    {
        float[] shares = new float[to * from];
        for (int i = 0; i < to; i++)
        {
            int first = (int)((long)i * from / to), end = (int)((((i + 1L) * from) + to - 1) / to);
            shares.AsSpan((i * from) + first, end - first).Fill(1f / (end - first));
        }

        return shares;
    }
}
