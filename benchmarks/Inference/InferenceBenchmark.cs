using Benchmarks.Measurement;
using Benchmarks.Peers;
using NetCompiler;

namespace Benchmarks;

/// <summary>Runs contests and reports them.</summary>
internal sealed class InferenceBenchmark(OrtApi api, int threads)
{
    private const int WarmUpRuns = 5, ProfiledRuns = 30;

    private string Peer => $"ONNX Runtime {api.Version}";

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
            Console.Error.Write($"{entrant.Name} … ");
            try
            {
                using Contest contest = Contest.Prepare(entrant, api, folder.Path, threads);
                results.Add(contest.Measure(machine));
                Console.Error.WriteLine(results[^1].Problem ?? Number.Ratio(results[^1].Ratio));
            }
            catch (Exception exception) when (exception is OnnxExportException or OrtException)
            {
                left[entrant.Name] = exception.Message;
                Console.Error.WriteLine(exception.Message);
            }
        }

        var report = new InferenceReport(Peer, machine, results, left);
        if (jsonPath is not null)
            report.Save(jsonPath);
        report.Print();
        return results.TrueForAll(result => result.Problem is null) && !left.Keys.Intersect(Entrant.Table.Select(entrant => entrant.Name)).Any();
    }

    /// <summary>
    /// Measures the layers of one network. Both sides read the clock around every kernel, so the network takes longer than without.
    /// </summary>
    /// <param name="entrant">The network.</param>
    /// <param name="jsonPath">Where the report is also written; null for nowhere.</param>
    /// <exception cref="InvalidOperationException">The program was compiled without clocks in its networks.</exception>
    public void RunLayers(Entrant entrant, string? jsonPath)
    {
        Machine.Print();
        MachineLimits machine = MachineLimits.Measure(threads);
        using var folder = new TemporaryFolder();
        using Contest contest = Contest.Prepare(entrant, api, folder.Path, threads);
        KernelProfile profile = contest.Network.Profile ?? throw new InvalidOperationException("Layers are timed where NetCompilerProfile is true.");
        using OrtSession peer = contest.OpenPeer(Path.Combine(folder.Path, "profile"));
        var ours = profile.Kernels.ToDictionary(kernel => kernel, _ => new List<double>());
        for (int run = 0; run < WarmUpRuns + ProfiledRuns; run++)
        {
            Settling.For(threads)();
            profile.Reset();
            contest.Predict();
            Settling.For(threads)();
            peer.Run();
            if (run < WarmUpRuns)
                continue;
            foreach (KernelTime kernel in profile.Kernels)
                ours[kernel].Add(kernel.Total.TotalSeconds);
        }

        // A layer may have several kernels, such as one that clears a border.
        Dictionary<string, double> layers = ours.GroupBy(pair => pair.Key.Layer, pair => Timing.Of(pair.Value).Median).ToDictionary(layer => layer.Key, layer => layer.Sum());
        IReadOnlyList<LayerComparison> compared = LayerComparison.Of(contest.Network.Info, layers, OrtProfile.Read(peer.EndProfiling(), WarmUpRuns));
        var report = new LayerReport(entrant.Name, Peer, machine, compared);
        if (jsonPath is not null)
            report.Save(jsonPath);
        report.Print();
    }
}
