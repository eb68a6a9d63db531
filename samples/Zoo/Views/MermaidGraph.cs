using System.Globalization;
using System.Text;

namespace Samples.Views;

/// <summary>A network as a Mermaid flowchart, which GitHub and many editors draw. Drawings of more than 500 edges need Mermaid's <c>maxEdges</c> raised.</summary>
internal static class MermaidGraph
{
    public static string Write(NetworkDiagram diagram)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"---\ntitle: {diagram.Title}\n---\nflowchart TD\n");
        for (int i = 0; i < diagram.Nodes.Count; i++)
        {
            (string open, string close) = diagram.Nodes[i].Kind switch
            {
                DiagramNodeKind.Input => ("([", "])"),
                DiagramNodeKind.Join => ("{{", "}}"),
                _ => ("[", "]"),
            };
            string label = string.Join("<br/>", diagram.Nodes[i].Lines.Select(Escape));
            text.Append(CultureInfo.InvariantCulture, $"    n{i}{open}\"{label}\"{close}\n");
        }

        foreach ((int from, int to) in diagram.Edges)
            text.Append(CultureInfo.InvariantCulture, $"    n{from} --> n{to}\n");
        return text.ToString();
    }

    /// <summary>Characters that would end a label, or begin a tag or an entity, become Mermaid's entities.</summary>
    private static string Escape(string line) =>
        line.Replace("#", "#35;", StringComparison.Ordinal)
            .Replace("\"", "#quot;", StringComparison.Ordinal)
            .Replace("&", "#amp;", StringComparison.Ordinal)
            .Replace("<", "#lt;", StringComparison.Ordinal)
            .Replace(">", "#gt;", StringComparison.Ordinal);
}
