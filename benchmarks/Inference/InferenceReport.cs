using System.Runtime.InteropServices;
using System.Text.Json;
using Benchmarks.Measurement;

namespace Benchmarks;

/// <summary>Everything that a run of the benchmark found out.</summary>
/// <param name="Peer">The peer's name and version.</param>
/// <param name="Machine">What the machine can do.</param>
/// <param name="Results">One network each.</param>
/// <param name="Left">Networks that were not measured, and why.</param>
internal sealed record InferenceReport(string Peer, MachineLimits Machine, IReadOnlyList<ContestResult> Results, IReadOnlyDictionary<string, string> Left)
{
    /// <summary>How reports are written.</summary>
    public static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public string Processor { get; } = Benchmarks.Machine.Processor;

    public string Runtime { get; } = RuntimeInformation.FrameworkDescription;

    /// <summary>The geometric mean of the ratios.</summary>
    public double GeomeanRatio => GeometricMean(Results.Select(result => result.Ratio));

    /// <summary>The geometric mean; not a number if there are none.</summary>
    public static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Select(value => Math.Log(value)).DefaultIfEmpty(double.NaN).Average());

    public void Print()
    {
        var table = new TextTable(
            "network", "target", "ms", "min ms", "peer ms", "min ms", "pairs", "ratio", "floor", "", "of peak", "limit ms", "of limit", "difference", "bytes/call");
        foreach (ContestResult result in Results)
        {
            table.Add(
                result.Network,
                result.Target,
                Number.AnyMilliseconds(result.Timing.Ours.Median),
                Number.AnyMilliseconds(result.Timing.Ours.Minimum),
                Number.AnyMilliseconds(result.Timing.Theirs.Median),
                Number.AnyMilliseconds(result.Timing.Theirs.Minimum),
                Number.Whole(result.Timing.Pairs),
                Number.Ratio(result.Ratio),
                Number.Ratio(result.Floor),
                result.Ratio < result.Floor ? "below" : "",
                Number.Percent(result.ShareOfPeak),
                Number.AnyMilliseconds(result.Limit),
                Number.Percent(result.ShareOfLimit),
                Number.Scientific(result.Outputs.Difference),
                Number.Whole(result.BytesPerCall));
        }

        table.Print($"One item, {Machine.Threads} thread{(Machine.Threads == 1 ? "" : "s")}, beside {Peer}");
        foreach ((string network, string reason) in Left)
            Console.WriteLine($"{network} was not measured: {reason}");
        foreach (ContestResult result in Results.Where(result => result.Problem is not null))
            Console.WriteLine($"{result.Network} does not count: {result.Problem}");
        Console.WriteLine($"peak {Number.Gigaflops(Results.Select(result => result.Peak).Append(Machine.Peak).Max() / 1e9)} GFLOP/s, memory {Number.Gigaflops(Machine.Bandwidth / 1e9)} GB/s, last-level cache {Number.Whole(Machine.CacheBytes / 1048576.0)} MB");
        Console.WriteLine($"geomean ratio {Number.Ratio(GeomeanRatio)}");
    }

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json));
}
