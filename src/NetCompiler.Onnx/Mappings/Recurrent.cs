namespace NetCompiler.Onnx.Mappings;

/// <summary>Layers with a state.</summary>
internal static class Recurrent
{
    private const int Gates = 4;

    /// <summary>Where ONNX's gates (input, output, forget, cell) are among PyTorch's (input, forget, cell, output).</summary>
    private static readonly int[] s_order = [0, 3, 1, 2];

    public static void Lstm(GraphBuilder graph, LayerDescription layer)
    {
        int units = layer.OutputShape[0], channels = graph.InputShape(layer)[0];
        string steps = graph.Transpose(layer, "steps", graph.Input(layer), 2, 0, 1);
        string weight = graph.Reordered(layer, "weight_ih_l0", Reorder(graph.Values(layer, "weight_ih_l0")), 1, Gates * units, channels);
        string recurrent = graph.Reordered(layer, "weight_hh_l0", Reorder(graph.Values(layer, "weight_hh_l0")), 1, Gates * units, units);
        float[] biases = [.. Reorder(graph.Values(layer, "bias_ih_l0")), .. Reorder(graph.Values(layer, "bias_hh_l0"))];
        string[] inputs = [steps, weight, recurrent, graph.Constant(layer, "bias", biases, 1, 2 * Gates * units)];
        bool all = layer.OutputShape.Count == 2;

        string states = graph.AddStep(layer, "states", "LSTM", inputs, ("hidden_size", units));
        string direction = graph.Whole(layer, "direction", all ? 1 : 0);
        if (all)
        {
            graph.AddTranspose(layer, graph.AddStep(layer, "single", "Squeeze", [states, direction]), 1, 2, 0);
            return;
        }

        // The operator's first result, the states of all steps, is left out; its second is the last state.
        graph.Proto.Node[^1].Output.Insert(0, "");
        graph.Add(layer, "Squeeze", [states, direction]);
    }

    private static float[] Reorder(ReadOnlySpan<float> values)
    {
        float[] ordered = new float[values.Length];
        int part = values.Length / Gates;
        for (int gate = 0; gate < Gates; gate++)
            values.Slice(s_order[gate] * part, part).CopyTo(ordered.AsSpan(gate * part));
        return ordered;
    }
}
