using NetCompiler;

namespace Samples.Views;

/// <summary>What a drawing of a network shows, whatever the program that draws it.</summary>
/// <param name="Title">The network's name.</param>
/// <param name="Nodes">Inputs, then layers in their order.</param>
/// <param name="Edges">From a node to one that reads it, by their places in <paramref name="Nodes"/>.</param>
internal sealed record NetworkDiagram(string Title, IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<(int From, int To)> Edges)
{
    /// <summary>Draws a network.</summary>
    /// <param name="info">The network.</param>
    /// <param name="depth">How many parts of a dotted name to show; layers that agree in them are one node. At least 1.</param>
    public static NetworkDiagram Of(NetworkInfo info, int depth)
    {
        List<DiagramNode> nodes = [];
        List<(int From, int To)> edges = [];
        Dictionary<string, int> places = [];
        foreach (InputInfo input in info.Inputs)
            AddNode(input.Name, new DiagramNode(DiagramNodeKind.Input, [input.Name, Numbers.Shape(input.Shape)]));
        IReadOnlyList<LayerRow> rows = LayerRow.Of(info, depth);
        foreach (LayerRow row in rows)
        {
            string what = row.Description.Length == 0 ? row.Kind : $"{row.Kind} {row.Description}";
            AddNode(row.Name, new DiagramNode(row.Inputs.Count > 1 ? DiagramNodeKind.Join : DiagramNodeKind.Layer, [row.Name, what, Numbers.Shape(row.OutputShape)]));
        }

        // A row of several layers stands where the first of them does and may read rows behind it: edges come when all nodes are known.
        foreach (LayerRow row in rows)
            edges.AddRange(row.Inputs.Select(input => (places[input], places[row.Name])));
        return new NetworkDiagram(info.Name, nodes, edges);

        void AddNode(string name, DiagramNode node)
        {
            places.Add(name, nodes.Count);
            nodes.Add(node);
        }
    }
}

/// <summary>A box of a drawing.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Lines">Its text.</param>
internal sealed record DiagramNode(DiagramNodeKind Kind, IReadOnlyList<string> Lines);

/// <summary>What a box stands for.</summary>
internal enum DiagramNodeKind
{
    /// <summary>An input of the network.</summary>
    Input,

    /// <summary>What reads one value.</summary>
    Layer,

    /// <summary>What reads several values.</summary>
    Join,
}
