using System.Globalization;
using System.Text;

namespace Samples.Views;

/// <summary>A network in Graphviz's language.</summary>
internal static class DotGraph
{
    public static string Write(NetworkDiagram diagram)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"digraph \"{Escape(diagram.Title)}\" {{\n");
        text.Append("    node [shape=box, fontname=\"Helvetica\", fontsize=10];\n");
        for (int i = 0; i < diagram.Nodes.Count; i++)
        {
            string shape = diagram.Nodes[i].Kind switch
            {
                DiagramNodeKind.Input => ", shape=oval",
                DiagramNodeKind.Join => ", shape=hexagon",
                _ => "",
            };
            string label = string.Join("\\n", diagram.Nodes[i].Lines.Select(Escape));
            text.Append(CultureInfo.InvariantCulture, $"    n{i} [label=\"{label}\"{shape}];\n");
        }

        foreach ((int from, int to) in diagram.Edges)
            text.Append(CultureInfo.InvariantCulture, $"    n{from} -> n{to};\n");
        return text.Append("}\n").ToString();
    }

    private static string Escape(string line) => line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
