using Benchmarks.Measurement;
using Benchmarks.Peers;
using NetCompiler;

namespace Benchmarks;

/// <summary>Runs contests and reports them.</summary>
internal sealed class InferenceBenchmark(OrtApi api, int threads)
{
    /// <summary>Measures networks one after the other.</summary>
    /// <param name="entrants">The networks.</param>
    /// <param name="jsonPath">Where the report is also written; null for nowhere.</param>
    /// <returns>Whether every figure counts.</returns>
    public bool Run(IReadOnlyList<Entrant> entrants, string? jsonPath)
    {
        Machine.Print();
        MachineLimits machine = MachineLimits.Measure(threads);
        var results = new List<ContestResult>();
        var left = new Dictionary<string, string>();
        using var folder = new TemporaryFolder();
        foreach (Entrant entrant in entrants)
        {
            Console.Error.WriteLine($"{entrant.Name} …");
            try
            {
                using Contest contest = Contest.Prepare(entrant, api, folder.Path, threads);
                results.Add(ContestResult.Of(contest, entrant, machine));
            }
            catch (Exception exception) when (exception is OnnxExportException or OrtException)
            {
                left[entrant.Name] = exception.Message;
            }
        }

        var report = new InferenceReport($"ONNX Runtime {api.Version}", machine, results, left);
        if (jsonPath is not null)
            report.Save(jsonPath);
        report.Print();
        return results.TrueForAll(result => result.Problem is null) && !left.Keys.Intersect(Entrant.Table.Select(entrant => entrant.Name)).Any();
    }

    /// <summary>Measures the layers of one network.</summary>
    /// <inheritdoc cref="Run"/>
    public bool RunLayers(Entrant entrant, string? jsonPath) => throw new NotSupportedException($"{entrant.Name} {jsonPath}");
}
