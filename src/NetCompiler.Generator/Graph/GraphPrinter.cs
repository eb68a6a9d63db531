using System.Text;

namespace NetCompiler.Generator.Graph;

/// <summary>Writes a graph as text, one line per node: what tests compare, docs show and <c>NetCompilerReport</c> prints.</summary>
internal static class GraphPrinter
{
    public static string Print(NetworkGraph graph)
    {
        var text = new StringBuilder();
        foreach (Value input in graph.Inputs)
            text.Append(input.Name).Append(' ').Append(Describe(input)).Append('\n');
        foreach (Node node in graph.Nodes)
        {
            string name = node.Output.Name;
            string right = $"{node.Operation.Kind}({node.Operation.Describe()})";
            if (node.Scale is not null)
                right += $" · {node.Scale.Name}";
            foreach (Operation epilogue in node.Epilogue)
                right += $" → {epilogue.Kind}({epilogue.Describe()})";
            text.Append($"{name} = {right.Replace("()", "")}");
            if (node.Inputs.Count > 0)
                text.Append($" of {string.Join(", ", node.Inputs)}{(node.Overwrites is { } input ? $", in place of {node.Inputs[input]}" : "")}");
            if (node.Output.Shape.Length > 0)
                text.Append($" : {Describe(node.Output)}");
            if (node.Parameters.Count > 0)
                text.Append($"   weights {string.Join(", ", node.Parameters.Select(p => $"{p.Name}[{string.Join(", ", p.Dimensions)}]"))}");
            text.Append('\n');
        }

        text.Append("return ").Append(string.Join(", ", graph.Outputs)).Append('\n');
        return text.ToString();
    }

    private static string Describe(Value value)
    {
        string text = value.Shape.ToString();
        if (value.Layout is not null)
            text += $" {value.Layout}";
        if (value.PartOf is not null)
            text += $" in {value.PartOf.Whole}[{value.PartOf.Channel}]";
        if (value.Placement is not null)
            text += $" at {value.Placement}";
        return text;
    }
}
