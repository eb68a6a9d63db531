namespace NetCompiler.Onnx.Mappings;

/// <summary>Operators that reduce axes, which name them in an attribute before version 18 and in an input from then on.</summary>
internal static class Reductions
{
    /// <summary>What an operator takes to reduce one axis of a value: inputs and attributes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">The layer that the operator is of.</param>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keep">Whether it stays, with size 1.</param>
    public static (string[] Inputs, (string, object)[] Attributes) Operands(GraphBuilder graph, LayerDescription layer, string value, int axis, bool keep)
    {
        (string, object) keepdims = ("keepdims", keep ? 1 : 0);
        return graph.Opset >= 18 ? ([value, graph.Whole(layer, "axis", axis)], [keepdims]) : ([value], [("axes", new[] { axis }), keepdims]);
    }
}
