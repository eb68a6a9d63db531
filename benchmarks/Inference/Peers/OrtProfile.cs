using System.Text.Json;

namespace Benchmarks.Peers;

/// <summary>The time of one node of an optimised model.</summary>
/// <param name="Name">The node's name; operators that were merged have that of the last.</param>
/// <param name="Operator">What it computes.</param>
/// <param name="Seconds">The median of its runs.</param>
internal sealed record OrtNodeTime(string Name, string Operator, double Seconds);

/// <summary>Reads what ONNX Runtime's profiler writes: events in Chrome's trace format.</summary>
internal static class OrtProfile
{
    private const string TimeSuffix = "_kernel_time";

    /// <summary>Optimisations make new nodes and name them after those that they replace.</summary>
    private static readonly string[] s_addedSuffixes = ["_nchwc", "_nhwc"];

    private const double Microsecond = 1e-6;

    /// <summary>All nodes in the order in which they run.</summary>
    /// <param name="path">The profile.</param>
    /// <param name="warmUp">Runs at the beginning that do not count.</param>
    /// <exception cref="JsonException">The file is damaged.</exception>
    public static IReadOnlyList<OrtNodeTime> Read(string path, int warmUp)
    {
        using FileStream file = File.OpenRead(path);
        using JsonDocument events = JsonDocument.Parse(file);
        return [.. events.RootElement.EnumerateArray()
            .Where(entry => entry.GetProperty("cat").GetString() == "Node" && NameOf(entry).EndsWith(TimeSuffix, StringComparison.Ordinal))
            .GroupBy(entry => (Index: entry.GetProperty("args").GetProperty("node_index").GetString(), Name: NameOf(entry)))
            .Select(node => new OrtNodeTime(
                WithoutAdded(node.Key.Name[..^TimeSuffix.Length]),
                node.First().GetProperty("args").GetProperty("op_name").GetString()!,
                Timing.Of(node.Skip(warmUp).Select(entry => entry.GetProperty("dur").GetDouble() * Microsecond)).Median))];
    }

    private static string NameOf(JsonElement entry) => entry.GetProperty("name").GetString()!;

    private static string WithoutAdded(string name) =>
        s_addedSuffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? name[..^suffix.Length] : name;
}
