using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>
/// Decides how every value lies in memory. Afterwards each has a layout whose border is the largest that any reader needs, and values that share
/// memory share the layout, or at least the border.
/// </summary>
internal static class AssignLayouts
{
    public static void Run(NetworkGraph graph)
    {
        Dictionary<Value, Storage> storages = Storage.Of(graph);
        var borders = new Dictionary<Value, Border>();
        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                Value root = storages[node.Inputs[i]].Root;
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
            borders.TryGetValue(storages[node.Output].Root, out Border? border);
            node.Output.Layout = node.InPlaceOf >= 0
                ? node.Inputs[node.InPlaceOf].Layout
                : node.Operation.OutputLayout(node, border ?? Border.None);
        }
    }
}
