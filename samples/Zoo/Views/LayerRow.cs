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
    /// <summary>The layers in their order, those of equal first <paramref name="depth"/> parts of their dotted names as one row, at the place of the first of them.</summary>
    public static IReadOnlyList<LayerRow> Of(NetworkInfo info, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        HashSet<string> inputs = [.. info.Inputs.Select(input => input.Name)];
        string RowOf(string name) => inputs.Contains(name) ? name : Shorten(name, depth);
        return [.. info.Layers.GroupBy(layer => Shorten(layer.Name, depth)).Select(layers => Join(layers.Key, [.. layers], RowOf))];
    }

    private static LayerRow Join(string name, LayerInfo[] layers, Func<string, string> rowOf) => new(
        name,
        layers.Length == 1 ? layers[0].Kind : $"{layers.Length} layers",
        layers.Length == 1 ? layers[0].Description : "",
        layers[^1].OutputShape,
        layers.Sum(layer => layer.ParameterCount),
        layers.Sum(layer => layer.MultiplyAdds),
        [.. layers.SelectMany(layer => layer.Inputs).Select(rowOf).Where(input => input != name).Distinct()]);

    private static string Shorten(string name, int depth) => string.Join('.', name.Split('.').Take(depth));
}
