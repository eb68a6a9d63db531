using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Benchmarks.Peers;

namespace Benchmarks;

/// <summary>
/// The benchmark's networks compiled just in time and ahead of time: two programs of the same sources with the same weights, started in turn.
/// </summary>
/// <param name="api">ONNX Runtime, which calibrates the weights.</param>
/// <param name="aheadOfTime">The executable that was compiled ahead of time.</param>
/// <param name="threads">Threads of a prediction.</param>
internal sealed class TwinBenchmark(OrtApi api, string aheadOfTime, int threads)
{
    /// <summary>How much longer the executable may take: for a network, and in the geometric mean.</summary>
    private const double Most = 1.10, MostInMean = 1.05;

    private const int Rounds = 3;

    /// <summary>Measures networks one after the other.</summary>
    /// <param name="entrants">The networks.</param>
    /// <param name="jsonPath">Where the results are also written; null for nowhere.</param>
    public void Run(IReadOnlyList<Entrant> entrants, string? jsonPath)
    {
        Machine.Print();
        using var folder = new TemporaryFolder();
        var results = new List<TwinResult>();
        foreach (Entrant entrant in entrants)
        {
            Console.Error.WriteLine($"{entrant.Name} …");
            results.Add(Measure(entrant, folder.Path));
        }

        if (jsonPath is not null)
            File.WriteAllText(jsonPath, JsonSerializer.Serialize(results, InferenceReport.Json));
        Print(results);
    }

    private static void Print(List<TwinResult> results)
    {
        var table = new TextTable("network", "just in time", "ms", "min ms", "ahead of time", "ms", "min ms", "ratio", "at most", "");
        foreach (TwinResult result in results)
        {
            table.Add(
                result.Network,
                result.JustInTimeTarget,
                Number.AnyMilliseconds(result.JustInTime.Median),
                Number.AnyMilliseconds(result.JustInTime.Minimum),
                result.AheadOfTimeTarget,
                Number.AnyMilliseconds(result.AheadOfTime.Median),
                Number.AnyMilliseconds(result.AheadOfTime.Minimum),
                Number.Ratio(result.Ratio),
                Number.Ratio(Most),
                result.Ratio > Most ? "above" : "");
        }

        table.Print("One item, compiled ahead of time beside just in time");
        double mean = InferenceReport.GeometricMean(results.Select(result => result.Ratio));
        Console.WriteLine($"geomean ahead of time / just in time {Number.Ratio(mean)} (at most {Number.Ratio(MostInMean)})");
    }

    private TwinResult Measure(Entrant entrant, string folder)
    {
        string weights = Path.Combine(folder, $"{entrant.Name}.safetensors");
        using (Contest contest = Contest.Prepare(entrant, api, folder, threads))
            contest.Network.Save(weights);
        try
        {
            var justInTime = new List<Solo>();
            var native = new List<Solo>();
            for (int round = 0; round < Rounds; round++)
            {
                justInTime.Add(Start(Environment.ProcessPath!, [typeof(TwinBenchmark).Assembly.Location, InferenceCommand.Solo], entrant, weights));
                native.Add(Start(aheadOfTime, [], entrant, weights));
            }

            // The best round of each: whatever disturbs a process makes it slower.
            Solo first = justInTime.MinBy(solo => solo.Timing.Median)!, second = native.MinBy(solo => solo.Timing.Median)!;
            return new TwinResult(entrant.Name, first.Target, first.Timing, second.Target, second.Timing);
        }
        finally
        {
            File.Delete(weights);
        }
    }

    private Solo Start(string program, IEnumerable<string> before, Entrant entrant, string weights)
    {
        string[] arguments = [.. before, entrant.Name, weights, threads.ToString(CultureInfo.InvariantCulture)];
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string[] words = process.StandardOutput.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return process.ExitCode == 0 && words is [string median, string minimum, string target]
            ? new Solo(new Timing(Parse(minimum), Parse(median)), target)
            : throw new IOException($"'{program}' failed with code {process.ExitCode}.");

        static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    private sealed record Solo(Timing Timing, string Target);
}

/// <summary>One network in both programs. Times are in seconds.</summary>
/// <param name="Network">Its name.</param>
/// <param name="JustInTimeTarget">The instruction set that the just-in-time compiler chose.</param>
/// <param name="JustInTime">Its times.</param>
/// <param name="AheadOfTimeTarget">The instruction set of the executable.</param>
/// <param name="AheadOfTime">Its times.</param>
internal sealed record TwinResult(string Network, string JustInTimeTarget, Timing JustInTime, string AheadOfTimeTarget, Timing AheadOfTime)
{
    /// <summary>How much longer the executable takes.</summary>
    public double Ratio => AheadOfTime.Median / JustInTime.Median;
}
