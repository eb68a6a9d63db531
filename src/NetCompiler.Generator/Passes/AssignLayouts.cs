using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>
/// Decides how every value lies in memory. Afterwards each has a layout whose border is the largest that any reader needs, and values that share
/// memory share the layout.
/// </summary>
internal static class AssignLayouts
{
    public static void Run(NetworkGraph graph)
    {
        Dictionary<Value, Value> roots = Roots(graph);
        var borders = new Dictionary<Value, Border>();
        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                Value root = roots[node.Inputs[i]];
                borders.TryGetValue(root, out Border? border);
                borders[root] = (border ?? Border.None).Union(node.Operation.InputBorder(node, i));
            }
        }

        foreach (Value input in graph.Inputs)
            input.Layout = input.Shape.IsFlat ? Layout.Blocked(input.Shape, Border.None) : Layout.Planar(input.Shape, Border.None);
        foreach (Node node in graph.Nodes)
        {
            if (node.Output.Shape.Length == 0)
                continue;
            if (node.Operation is LoadGradientOperation)
                node.Inputs[0].Layout = Layout.Planar(node.Inputs[1].Layout!.Shape, Border.None);
            borders.TryGetValue(roots[node.Output], out Border? border);
            node.Output.Layout = node.Operation.InPlaceOf >= 0
                ? node.Inputs[node.Operation.InPlaceOf].Layout
                : node.Operation.OutputLayout(node, border ?? Border.None);
        }
    }

    /// <summary>Each value's owner of memory: itself, or the value that it is a view of or was computed in place of.</summary>
    public static Dictionary<Value, Value> Roots(NetworkGraph graph)
    {
        var roots = new Dictionary<Value, Value>();
        foreach (Value value in graph.Inputs.Concat(graph.Outputs.Select(output => output.Gradient).OfType<Value>()))
            roots[value] = value;
        foreach (Node node in graph.Nodes)
            roots[node.Output] = node.Operation.InPlaceOf >= 0 ? roots[node.Inputs[node.Operation.InPlaceOf]] : node.Output;
        return roots;
    }
}
