using System.Text.Json;
using Benchmarks;
using Benchmarks.Measurement;

namespace NetCompiler.Benchmarks.Tests;

public sealed class ReportTests
{
    private static readonly MachineLimits s_machine = new(Threads: 1, Peak: 200e9, Bandwidth: 10e9, CacheBytes: 1 << 20);

    [Fact]
    public void TimingsAreMinimumAndMedian()
    {
        Timing timing = Timing.Of([5, 1, 9, 2, 3]);
        Assert.Equal((1, 3), (timing.Minimum, timing.Median));
    }

    [Fact]
    public void TheGeometricMeanIsTheRootOfTheProduct()
    {
        Assert.Equal(2, InferenceReport.GeometricMean([1, 2, 4]), 1e-12);
        Assert.Equal(double.NaN, InferenceReport.GeometricMean([]));
    }

    [Fact]
    public void ReportsHoldWhatTablesShow()
    {
        var result = new ContestResult
        {
            Network = "Net",
            Target = "avx512",
            MultiplyAdds = 1_000_000,
            Timing = new PairTiming(new Timing(1e-5, 2e-5), new Timing(2e-5, 6e-5), 30),
            Floor = 2,
            Peak = 200e9,
            Limit = 1e-5,
            Outputs = new OutputComparison(1e-6, 0.5),
            BytesPerCall = 0,
        };
        var report = new InferenceReport("Peer 1.0", s_machine, [result], new Dictionary<string, string> { ["Other"] = "refused" });
        JsonElement root = JsonDocument.Parse(JsonSerializer.Serialize(report, InferenceReport.Json)).RootElement;
        JsonElement row = root.GetProperty("results")[0];
        Assert.Equal(3, root.GetProperty("geomeanRatio").GetDouble(), 1e-12);
        Assert.Equal(3, row.GetProperty("ratio").GetDouble(), 1e-12);
        Assert.Equal(0.5, row.GetProperty("shareOfPeak").GetDouble(), 1e-12);
        Assert.Equal(0.5, row.GetProperty("shareOfLimit").GetDouble(), 1e-12);
        Assert.Equal(2e-5, row.GetProperty("timing").GetProperty("ours").GetProperty("median").GetDouble(), 1e-12);
        Assert.Equal("refused", root.GetProperty("left").GetProperty("Other").GetString());
        Assert.Null(result.Problem);
        Assert.NotNull((result with { BytesPerCall = 24 }).Problem);
    }

    /// <summary>10⁹ multiply-adds take 10 ms at the peak; 4 MB of weights take 0.4 ms from memory, 400 MB take 40 ms.</summary>
    [Theory]
    [InlineData(1_000_000, 10e-3)]
    [InlineData(100_000_000, 40e-3)]
    public void TheLimitIsArithmeticOrMemoryPerLayer(long weights, double expected) =>
        Assert.Equal(expected, PhysicalLimit.Of(Info(Layer("conv1", "Conv", "input", weights, 1_000_000_000)), s_machine), 1e-9);

    [Fact]
    public void WeightsInTheCacheNeedNotComeFromMemory() =>
        Assert.Equal(1e-8, PhysicalLimit.Of(Info(Layer("fc1", "Dense", "input", 1000, 1000)), s_machine), 1e-12);

    internal static LayerInfo Layer(string name, string kind, string input, long weights = 0, long multiplyAdds = 0) => new(name, kind, "", [1], weights, multiplyAdds, "", [input]);

    internal static NetworkInfo Info(params LayerInfo[] layers) => new()
    {
        Name = "Net",
        CompilerVersion = "0",
        Target = "portable",
        Inputs = [new InputInfo("input", [1])],
        Outputs = [],
        Layers = layers,
        Parameters = [],
        PackedBytes = 0,
        ArenaBytes = 0,
    };
}
