using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit;

/// <summary>The network's layers as a table, as an editor shows it over the class's name.</summary>
internal static class LayerTable
{
    public static IEnumerable<string> Write(NetworkGraph graph)
    {
        List<string[]> rows = [["layer", "", "output", "weights", "multiply-adds"], .. graph.Inputs.Select(input => new[] { input.Name, "", input.Shape.ToString(), "", "" })];
        foreach (Node node in graph.Nodes)
        {
            long weights = node.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Length), work = node.Operation.MultiplyAdds(node.Inputs[0].Shape, node.Output.Shape);
            rows.Add([node.Name, $"{node.Operation.Kind} {node.Operation.Describe()}".TrimEnd(), node.Output.Shape.ToString(), Number(weights), Number(work)]);
        }

        rows.Add(["", "", "", Number(graph.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Length)), Number(graph.Nodes.Sum(node => node.Operation.MultiplyAdds(node.Inputs[0].Shape, node.Output.Shape)))]);
        int[] widths = [.. Enumerable.Range(0, 5).Select(column => rows.Max(row => row[column].Length))];
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => column < 3 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
    }

    private static string Number(long value) => value == 0 ? "" : value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
