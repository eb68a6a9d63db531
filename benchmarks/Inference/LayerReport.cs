using System.Text.Json;
using Benchmarks.Measurement;

namespace Benchmarks;

/// <summary>One network, layer by layer.</summary>
/// <param name="Network">Its name.</param>
/// <param name="Peer">The peer's name and version.</param>
/// <param name="Machine">What the machine can do.</param>
/// <param name="Layers">In the order in which they run.</param>
internal sealed record LayerReport(string Network, string Peer, MachineLimits Machine, IReadOnlyList<LayerComparison> Layers)
{
    private const int DescriptionLength = 70;

    public void Print()
    {
        var table = new TextTable("layers", "up to", "ours µs", "peer µs", "ratio", "of peak", "lost µs");
        foreach (LayerComparison layer in Layers)
            Add(table, Shorten(layer.Description), layer.Layer, layer.MultiplyAdds, layer.Ours, layer.Theirs);
        Add(table, "together", "", Layers.Sum(layer => layer.MultiplyAdds), Layers.Sum(layer => layer.Ours), Layers.Sum(layer => layer.Theirs));
        table.Print($"{Network}, {Machine.Threads} thread{(Machine.Threads == 1 ? "" : "s")}, beside {Peer}");
        Console.WriteLine($"peak {Number.Gigaflops(Machine.Peak / 1e9)} GFLOP/s, memory {Number.Gigaflops(Machine.Bandwidth / 1e9)} GB/s");
    }

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, InferenceReport.Json));

    private void Add(TextTable table, string description, string layer, long multiplyAdds, double ours, double theirs)
    {
        double least = 2.0 * multiplyAdds / Machine.Peak;
        table.Add(
            description,
            layer,
            Number.Microseconds(ours),
            Number.Microseconds(theirs),
            ours > 0 && theirs > 0 ? Number.Ratio(theirs / ours) : "",
            ours > 0 && multiplyAdds > 0 ? Number.Percent(least / ours) : "",
            Number.Microseconds(Math.Max(0, ours - least)));
    }

    private static string Shorten(string text) => text.Length <= DescriptionLength ? text : text[..(DescriptionLength - 1)] + "…";
}
