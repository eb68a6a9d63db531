using NetCompiler;

namespace Samples.Views;

/// <summary>A layer, or all layers whose names begin alike, as one line of a summary or one node of a drawing.</summary>
/// <param name="Name">The layer's name, or what the names have in common.</param>
/// <param name="Kind">The layer's kind, or how many layers there are.</param>
/// <param name="Description">The layer's arguments; empty for several layers.</param>
/// <param name="OutputShape">The shape of what the last layer gives.</param>
/// <param name="ParameterCount">Parameters of all of them.</param>
/// <param name="MultiplyAdds">Multiply-adds of all of them.</param>
/// <param name="Inputs">The names of the rows and network inputs that they read.</param>
internal sealed record LayerRow(
    string Name, string Kind, string Description, IReadOnlyList<int> OutputShape, long ParameterCount, long MultiplyAdds, IReadOnlyList<string> Inputs)
{
    /// <summary>
    /// The layers in their order; those whose dotted names agree in the first <paramref name="depth"/> parts are one row, at the place of the first of them.
    /// </summary>
    public static IReadOnlyList<LayerRow> Of(NetworkInfo info, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        IGrouping<string, LayerInfo>[] groups = [.. info.Layers.GroupBy(layer => string.Join('.', layer.Name.Split('.').Take(depth)))];
        Dictionary<string, string> rows = info.Inputs.ToDictionary(input => input.Name, input => input.Name);
        foreach (IGrouping<string, LayerInfo> group in groups)
        {
            // A layer that is alone has its own name.
            foreach (LayerInfo layer in group)
                rows.Add(layer.Name, group.Skip(1).Any() ? group.Key : layer.Name);
        }

        return [.. groups.Select(group => Join([.. group], rows))];
    }

    private static LayerRow Join(LayerInfo[] layers, Dictionary<string, string> rows)
    {
        string name = rows[layers[0].Name];
        return new LayerRow(
            name,
            layers.Length == 1 ? layers[0].Kind : $"{layers.Length} layers",
            layers.Length == 1 ? layers[0].Description : "",
            layers[^1].OutputShape,
            layers.Sum(layer => layer.ParameterCount),
            layers.Sum(layer => layer.MultiplyAdds),
            [.. layers.SelectMany(layer => layer.Inputs).Select(input => rows[input]).Where(input => input != name).Distinct()]);
    }
}
