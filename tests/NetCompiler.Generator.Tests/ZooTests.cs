using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

/// <summary>What the networks of samples/Zoo cost: text, and the work after a keystroke. How long that takes is the benchmarks' business.</summary>
public sealed class ZooTests
{
    private const int ForOneTarget = 1_500_000, ForAll = 8_000_000;

    private static readonly string[] s_sources =
        [.. Directory.GetFiles(Repository.PathOf("samples", "Zoo", "Networks"), "*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    private static readonly Lazy<CSharpCompilation> s_zoo = new(() => TestProject.Default.Compile(s_sources));

    [Theory]
    [InlineData("ResNet50", "Avx512", false, ForOneTarget)]
    [InlineData("ResNet50", "Avx2", false, ForOneTarget)]
    [InlineData("ResNet50", "AdvSimd", false, ForOneTarget)]
    [InlineData("ResNet50", "Portable", false, ForOneTarget)]
    [InlineData("ResNet50", "Avx512, Avx2, AdvSimd, Portable", true, ForAll)]
    public void DeepNetworksStayWithinTheirBudget(string name, string targets, bool training, int budget)
    {
        NetworkDeclaration declaration = NetworkParser.Parse(s_zoo.Value.GetTypeByMetadataName($"Samples.{name}")!, s_zoo.Value, CancellationToken.None);
        var options = new CompilerOptions(new(targets.Split(", ")), DesignTime: false, Report: false, training);
        EquatableArray<GeneratedFile> files = NetworkCompiler.Compile(declaration, options, CancellationToken.None);
        Assert.InRange(files.Sum(file => file.Text.Length), budget / 10, budget);
    }

    /// <summary>An edit of one network compiles that one; what the others are is parsed again, found equal, and nothing after it runs.</summary>
    [Fact]
    public void AnEditCompilesOneNetworkOfAll()
    {
        TestProject project = TestProject.Default.With("DesignTimeBuild", "true");
        int file = Array.FindIndex(s_sources, source => source.Contains("class SqueezeNet", StringComparison.Ordinal));
        SyntaxTree before = s_zoo.Value.SyntaxTrees.Single(tree => tree.ToString() == s_sources[file]);
        SyntaxTree after = project.Parse(s_sources[file].Replace("Dropout(0.5f)", "Dropout(0.4f)", StringComparison.Ordinal), before.FilePath);
        Assert.NotEqual(before.ToString(), after.ToString());

        GeneratorDriver driver = GeneratorHarness.Drive(GeneratorHarness.CreateDriver(new NetworkGenerator(), project), s_zoo.Value);
        GeneratorRunResult result = GeneratorHarness.ResultOf(GeneratorHarness.Drive(driver, s_zoo.Value.ReplaceSyntaxTree(before, after)));
        IncrementalStepRunReason[] compiled = [.. GeneratorHarness.Reasons(result, [TrackingNames.Compile]).Select(step => step.Reason)];
        Assert.InRange(compiled.Length, 40, 60);
        Assert.Single(compiled, reason => reason != IncrementalStepRunReason.Cached);
        Assert.Single(GeneratorHarness.Reasons(result, [TrackingNames.Parse]), step => step.Reason == IncrementalStepRunReason.Modified);
    }
}
