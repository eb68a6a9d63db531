using Benchmarks.Peers;
using NetCompiler;

namespace Benchmarks;

/// <summary>What one of our kernels takes, and what the peer's nodes for the same layers take. Times are in seconds.</summary>
/// <param name="Layer">The last of the layers.</param>
/// <param name="Description">All of them.</param>
/// <param name="MultiplyAdds">Multiply-adds of all of them.</param>
/// <param name="Ours">Our time; 0 for layers that are part of nothing we run.</param>
/// <param name="Theirs">Their time; 0 where it is part of other nodes.</param>
internal sealed record LayerComparison(string Layer, string Description, long MultiplyAdds, double Ours, double Theirs)
{
    /// <summary>
    /// Puts both profiles side by side. A layer without a kernel of its own belongs to the first layer that reads it, up to one with a kernel;
    /// a node of the peer belongs where the layer does whose name it has. Nodes that the peer added, such as changes of layout, have rows of their own.
    /// </summary>
    public static IReadOnlyList<LayerComparison> Of(NetworkInfo info, IReadOnlyDictionary<string, double> ours, IReadOnlyList<OrtNodeTime> theirs)
    {
        Dictionary<string, string> homes = Homes(info, ours);
        ILookup<string, LayerInfo> layers = info.Layers.ToLookup(layer => homes[layer.Name]);
        ILookup<string, OrtNodeTime> nodes = theirs.ToLookup(node => homes.GetValueOrDefault(LayerOf(node.Name), ""));
        var rows = new List<LayerComparison>();
        foreach (string home in info.Layers.Select(layer => homes[layer.Name]).Distinct())
        {
            double seconds = ours.GetValueOrDefault(home), peer = nodes[home].Sum(node => node.Seconds);
            if (seconds > 0 || peer > 0)
                rows.Add(new LayerComparison(home, string.Join(" → ", layers[home].Select(Describe)), layers[home].Sum(layer => layer.MultiplyAdds), seconds, peer));
        }

        // What we run beside the layers: conversions at the borders of the network.
        rows.AddRange(ours.Where(kernel => !homes.ContainsKey(kernel.Key)).Select(kernel => new LayerComparison(kernel.Key, "added by us", 0, kernel.Value, 0)));
        rows.AddRange(nodes[""].GroupBy(node => node.Operator).Select(added => new LayerComparison(added.Key, $"added by the peer, {added.Count()}×", 0, 0, added.Sum(node => node.Seconds))));
        return rows;
    }

    /// <summary>The exporter names what it composes a layer of after the layer: <c>layer/step</c>.</summary>
    private static string LayerOf(string node) => node.Split('/')[0];

    private static string Describe(LayerInfo layer) => layer.Description.Length == 0 ? layer.Kind : $"{layer.Kind}({layer.Description})";

    private static Dictionary<string, string> Homes(NetworkInfo info, IReadOnlyDictionary<string, double> ours)
    {
        var homes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (LayerInfo layer in info.Layers.Reverse())
        {
            // Readers stand behind what they read, so their homes are known.
            LayerInfo? reader = info.Layers.FirstOrDefault(other => other.Inputs.Contains(layer.Name));
            homes[layer.Name] = ours.ContainsKey(layer.Name) || reader is null ? layer.Name : homes[reader.Name];
        }

        return homes;
    }
}
