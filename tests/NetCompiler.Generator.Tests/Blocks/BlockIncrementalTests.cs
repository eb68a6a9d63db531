using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests.Blocks;

public sealed class BlockIncrementalTests
{
    private const string Blocks = """
        using NetCompiler.Layers;
        using static NetCompiler.Layers.BlockParameters;

        [Inner(Filters, 2), Relu]
        public class OuterAttribute(int filters) : BlockAttribute(filters);

        [Dense(Filters * Two)]
        public class OtherAttribute(int filters) : BlockAttribute(filters);

        [Conv(Filters, Kernel), Relu]
        public class InnerAttribute(int filters, int kernel = 3) : BlockAttribute(filters, kernel);

        """;

    private const string Constants = "global using static Own; static class Own { public const int Two = 4 / 2; public const int Unrelated = 1; [NetCompiler.Layers.BlockParameter] public const int Wide = 1; }";

    private const string Networks = """
        using NetCompiler.Layers;

        [Network(3, 8, 8), Outer(4)] public partial class First;
        [Network(3, 8, 8), Flatten, Other(4)] public partial class Second;
        [Network(4), Dense(3)] public partial class Third;
        """;

    /// <summary>An edit of the file of blocks or of constants; the networks and the definitions that it changes.</summary>
    [Theory]
    [InlineData("Kernel), Relu]", "Kernel), Tanh]", "First", 2)]
    [InlineData("[Inner(Filters, 2), Relu]", "[Inner(Filters, 1), Relu]", "First", 1)]
    [InlineData("int kernel = 3", "int kernel = 5", "", 0)]
    [InlineData("Filters * Two", "Filters + Two", "Second", 1)]
    [InlineData("Two = 4 / 2", "Two = 6 / 2", "Second", 1)]
    [InlineData("Two = 4 / 2", "Two = 8 / 4", "", 0)]
    [InlineData("Unrelated = 1", "Unrelated = 2", "", 0)]
    [InlineData("Wide = 1", "Wide = 2", "", 0)]
    [InlineData("[Conv(Filters", "// a comment\n[Conv(  Filters", "", 0)]
    [InlineData("[Dense(Filters * Two)]", "[Dense(units: Filters * Two)]", "", 0)]
    [InlineData("public class OtherAttribute(int filters) : BlockAttribute(filters);", "public class OtherAttribute(int filters) : BlockAttribute(filters) { public int More { get; set; } }", "", 0)]
    public void AnEditOfABlockChangesTheNetworksThatUseItAndNoOthers(string before, string after, string networks, int definitions)
    {
        string[] sources = [Blocks, Constants, Networks];
        string[] edited = [.. sources.Select(source => source.Replace(before, after, StringComparison.Ordinal))];
        Assert.NotEqual(sources, edited);
        GeneratorRunResult result = Edit(sources, edited);

        var parsed = GeneratorHarness.Reasons(result, [TrackingNames.Parse]).ToDictionary(step => ((NetworkDeclaration)step.Value!).Name, step => step.Reason);
        Assert.Equal(3, parsed.Count);
        Assert.All(parsed, step => Assert.Equal(networks == step.Key ? IncrementalStepRunReason.Modified : IncrementalStepRunReason.Unchanged, step.Value));
        Assert.Equal(networks.Length == 0 ? 0 : 1, GeneratorHarness.Reasons(result, [TrackingNames.Compile]).Count(step => step.Reason != IncrementalStepRunReason.Cached));

        var written = GeneratorHarness.Reasons(result, [TrackingNames.Blocks]).ToList();
        Assert.Equal(3, written.Count);
        Assert.Equal(definitions, written.Count(step => step.Reason == IncrementalStepRunReason.Modified));
        Assert.Equal(3 - definitions, written.Count(step => step.Reason == IncrementalStepRunReason.Unchanged));
        if (networks.Length == 0 && definitions == 0)
            Assert.All(result.TrackedOutputSteps.Values.SelectMany(runs => runs).SelectMany(run => run.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void AnEditElsewhereComputesNothing() => GeneratorHarness.Run(Blocks.Replace("Two", "3", StringComparison.Ordinal) + Networks.Replace("using NetCompiler.Layers;", "", StringComparison.Ordinal));

    private static GeneratorRunResult Edit(string[] before, string[] after)
    {
        CSharpCompilation first = TestProject.Default.Compile(before), second = TestProject.Default.Compile(after);
        Assert.DoesNotContain(second.GetDiagnostics(), diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);
        return GeneratorHarness.ResultOf(GeneratorHarness.Drive(GeneratorHarness.Drive(GeneratorHarness.CreateDriver(new NetworkGenerator(), TestProject.Default), first), second));
    }
}
