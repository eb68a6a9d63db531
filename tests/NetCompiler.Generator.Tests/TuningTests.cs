using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Schedules;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

/// <summary>Files of measured schedules: what they may say, and that they override estimates where they apply and nowhere else.</summary>
public sealed class TuningTests
{
    private const string Size = "32>32 3x3 12x12";

    private static readonly string s_source = Declarations.Source("Network(3, 12, 12)", "Conv(32, 3, Padding = 1, Name = \"first\"), Relu, Conv(32, 3, Padding = 1, Name = \"deep\"), Relu, Flatten, Dense(3)");

    [Theory]
    [InlineData("Avx512 64>128 3x3 28x28 = direct 2x7x2")]
    [InlineData("Avx512 64>128 3x3 28x28 = direct 2x7")]
    [InlineData("Avx2 16>16 1x7 1x30 = winograd 1x2")]
    [InlineData("AdvSimd 64>64 3x3 56x56 = winograd 4x4 block=1x14")]
    [InlineData("Portable 3>64 7x7 112x112 stride=2x2 planes = direct 1x2x4")]
    [InlineData("Avx512 32>32 3x3 24x24 dilation=2x2 = direct 2x6x2")]
    [InlineData("Avx512 32>32 3x3 24x24 pool=2x2 = direct 2x6x2")]
    [InlineData("Avx512 32>32 3x3 24x24 late-pool=2x2 strict = winograd 2x2 block=6x12 groups=1")]
    public void ARowReadsAndWritesTheSame(string row)
    {
        TuningRow read = Assert.IsType<TuningRow>(Only(row).Row);
        Assert.Equal(row, read.ToString());
        Assert.True(read.IsPossible);
        Assert.Equal(read, Only($"  {row.Replace(" ", " \t ", StringComparison.Ordinal).Replace("Avx", "aVX", StringComparison.Ordinal)}   # measured").Row);
    }

    /// <summary>What cannot be read, by a piece of the reason.</summary>
    [Theory]
    [InlineData("Avx512 64>64 3x3 56x56", "target shape = schedule")]
    [InlineData("= direct 1x1", "target shape = schedule")]
    [InlineData("Avx512 64>64 3x3 56x56=direct 1x14x2", "target shape = schedule")]
    [InlineData("Sse 64>64 3x3 56x56 = direct 1x14x2", "'Sse' is not a target")]
    [InlineData("Avx512 = direct 1x14x2", "a shape begins with")]
    [InlineData("Avx512 64>64 3x3 = direct 1x14x2", "a shape begins with")]
    [InlineData("Avx512 64 3x3 56x56 = direct 1x14x2", "a shape begins with")]
    [InlineData("Avx512 64>0 3x3 56x56 = direct 1x14x2", "a shape begins with")]
    [InlineData("Avx512 64>64 3x-3 56x56 = direct 1x14x2", "a shape begins with")]
    [InlineData("Avx512 64>64 3x3 56x99999999999 = direct 1x14x2", "a shape begins with")]
    [InlineData("Avx512 60000>60000 3x3 1x2 = direct 1x2x2", "cannot address")]
    [InlineData("Avx512 64>64 3x3 60000x60000 = direct 1x14x2", "cannot address")]
    [InlineData("Avx512 64>64 3x3 56x56 stride=2 = direct 1x14x2", "'stride=2' is no property")]
    [InlineData("Avx512 64>64 3x3 56x56 quick = direct 1x14x2", "'quick' is no property")]
    [InlineData("Avx512 64>64 3x3 56x56 = ", "target shape = schedule")]
    [InlineData("Avx512 64>64 3x3 56x56 = fft", "'fft' is no schedule")]
    [InlineData("Avx512 64>64 3x3 56x56 = direct 14", "'direct 14' is no schedule")]
    [InlineData("Avx512 64>64 3x3 56x56 = direct 1x2x3x4", "is no schedule")]
    [InlineData("Avx512 64>64 3x3 56x56 = direct 1x14x2 groups=2", "is no schedule")]
    [InlineData("Avx512 64>64 3x3 56x56 = winograd 4x4 block=2", "is no schedule")]
    [InlineData("Avx512 64>64 3x3 56x56 = winograd 4x4 tiles=2 groups=1", "is no schedule")]
    public void ARowThatCannotBeReadSaysWhy(string row, string reason)
    {
        (TuningRow? read, string problem) = Only(row);
        Assert.Null(read);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    /// <summary>Rows that read well, but ask for what no kernel can be.</summary>
    [Theory]
    [InlineData("Avx512 64>64 3x3 56x56 = direct 2x14x2")]
    [InlineData("Avx512 64>64 3x3 56x56 = direct 1x7x16")]
    [InlineData("Avx512 64>64 3x3 56x56 stride=2x2 = winograd 4x4")]
    [InlineData("Avx512 64>64 1x1 56x56 = winograd 4x4")]
    [InlineData("Avx512 8>64 3x3 56x56 = winograd 4x4")]
    [InlineData("Avx512 64>64 3x3 56x56 planes = winograd 4x4")]
    [InlineData("Avx512 64>64 3x3 56x56 strict = winograd 6x6")]
    [InlineData("Avx512 64>64 3x3 56x56 = winograd 4x4 block=1x3")]
    [InlineData("Avx512 32>32 3x3 24x24 pool=2x2 = direct 1x8x2")]
    [InlineData("Avx512 32>32 3x3 24x24 pool=30x30 = direct 1x8x2")]
    public void WhatNoKernelCanBeIsNotPossible(string row) => Assert.False(Assert.IsType<TuningRow>(Only(row).Row).IsPossible);

    [Fact]
    public void OnlyTheFirstRowOfAShapeCounts()
    {
        var lines = TuningFile.Read(SourceText.From($"# measured\n\nAvx2 {Size} = direct 1x2x4\nAvx512 {Size} = direct 1x12x2\nAvx2 {Size} = winograd 2x2\n")).ToList();
        Assert.Equal([true, true, false], lines.Select(line => line.Row is not null));
        Assert.Equal("line 3 speaks of the same shape on the same target", lines[2].Problem);
        Assert.Equal(4, lines[2].Line.LineNumber);
    }

    /// <summary>The row that the report prints for each schedule is possible, and demanding it changes nothing but the reason.</summary>
    [Theory]
    [InlineData("Conv(32, 3, Padding = 1), Relu")]
    [InlineData("Conv(40, 3, Padding = 1), Tanh, MaxPool(2)")]
    [InlineData("Conv(17, 1), Relu, MaxPool(2)")]
    [InlineData("Conv(48, 5, Stride = 2)")]
    public void DemandingWhatWasChosenChangesNothing(string layers)
    {
        NetworkDeclaration declaration = Declarations.Parse("Network(3, 13, 14, Training = false)", $"Conv(20, 3, Padding = 1), {layers}, Flatten, Dense(2)");
        var untuned = CompiledProgram.Compile(declaration, training: false);
        string file = string.Join("\n", untuned.Kernels.SelectMany(kernel => InstructionSet.All.Select(isa => kernel.Account(isa)?.TuningRow)).Where(row => row?.Length > 0).Distinct());
        TuningRow[] rows = [.. TuningFile.Read(SourceText.From(file)).Select(line => Assert.IsType<TuningRow>(line.Row))];
        Assert.Equal(2 * InstructionSet.All.Count, rows.Length);
        Assert.All(rows, row => Assert.True(row.IsPossible, row.ToString()));

        var tuned = CompiledProgram.Compile(declaration, training: false, tuning: new(rows));
        var functions = (new SharedFunctions(), new SharedFunctions());
        for (int i = 0; i < untuned.Kernels.Count; i++)
        {
            Assert.Equal(
                KernelFile.Write(untuned.Kernels[i], InstructionSet.All, functions.Item1),
                KernelFile.Write(tuned.Kernels[i], InstructionSet.All, functions.Item2)
                    .Replace("chosen by a tuning file, an estimated", "an estimated", StringComparison.Ordinal)
                    .Replace("chosen by a tuning file", "least of all tiles", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData($"Avx512 {Size} = direct 1x12x2", "1×12 pixels × 2 registers of channels: 24 sums, 27 of 31 registers, chosen by a tuning file")]
    [InlineData($"Avx512 {Size} = direct 2x7", "2×7 pixels × 2 registers")]
    [InlineData($"Avx512 {Size} = winograd 2x2", "Winograd F(2×2, 3×3)")]
    [InlineData($"Avx512 {Size} = winograd 3x3 block=2x4", "blocks of 2×4 tiles")]
    public void ARowOverridesTheEstimate(string row, string expected)
    {
        Assert.DoesNotContain(expected, Header(""), StringComparison.Ordinal);
        Assert.Contains(expected, Header(row), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Avx2 32>32 3x3 12x12 = direct 1x2x4")]
    [InlineData("Avx512 32>32 3x3 12x13 = direct 1x12x2")]
    [InlineData("Avx512 32>32 3x3 12x12 pool=2x2 = direct 2x6x2")]
    [InlineData("Avx512 32>32 3x3 12x12 strict = direct 1x12x2")]
    [InlineData("Avx512 32>32 3x3 12x12 stride=2x2 = direct 1x12x2")]
    [InlineData("Avx512 32>32 3x3 12x12 = winograd 9x9")]
    [InlineData("Avx512 32>32 3x3 12x12 = nonsense")]
    public void OtherRowsDoNot(string row) => Assert.Equal(Header(""), Header(row));

    /// <summary>Several mistakes, each at its line.</summary>
    [Fact]
    public async Task MistakesAreReportedAtTheirLines()
    {
        TestProject project = TestProject.Default with { Tuning = $"# measured\nAvx512 {Size} = direct 1x12x2\nnonsense\n\nAvx2 {Size} = winograd 12x12\n" };
        Diagnostic[] diagnostics = [.. (await GeneratorHarness.AnalyzeAsync(project.Compile(s_source), project)).OrderBy(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition)];
        Assert.Equal([2, 4], diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line));
        Assert.All(diagnostics, diagnostic => Assert.Equal("NC3004", diagnostic.Id));
        Assert.Contains("'winograd 12x12' is not possible for 32>32 3x3 12x12 on Avx2", diagnostics[1].GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>A network is compiled again only if a row that can concern it changed.</summary>
    [Theory]
    [InlineData("# remeasured", false)]
    [InlineData("Avx512 64>64 3x3 56x56 = direct 2x7x2", false)]
    [InlineData("Portable 32>32 3x3 12x12 = direct 1x2x4", false)]
    [InlineData("nonsense", false)]
    [InlineData("Avx2 32>32 3x3 12x12 = direct 1x2x4", true)]
    public void AnEditCompilesOnlyTheNetworksItConcerns(string added, bool compiles)
    {
        TestProject project = TestProject.Default.With("NetCompilerTargets", "Avx512,Avx2") with { Tuning = $"Avx512 {Size} = direct 1x12x2\n" };
        GeneratorDriver driver = GeneratorHarness.Drive(GeneratorHarness.CreateDriver(new NetworkGenerator(), project), project.Compile(s_source));
        TestProject edited = project with { Tuning = $"{project.Tuning}{added}\n" };
        driver = driver.ReplaceAdditionalTexts(edited.AdditionalTexts);
        GeneratorRunResult result = GeneratorHarness.ResultOf(GeneratorHarness.Drive(driver, project.Compile(s_source)));
        IncrementalStepRunReason reason = GeneratorHarness.Reasons(result, [TrackingNames.Compile]).Single().Reason;
        Assert.Equal(compiles, reason != IncrementalStepRunReason.Cached);
    }

    /// <summary>Nothing is computed again where nothing changed, and what is written compiles.</summary>
    [Fact]
    public void ATunedProjectBehavesAsAnyOther() => GeneratorHarness.Run(s_source, TestProject.Default with { Tuning = $"Avx512 {Size} = direct 1x12x2\nAvx2 {Size} = winograd 3x3\n" });

    private static (TuningRow? Row, string Problem) Only(string row)
    {
        (_, TuningRow? read, string problem) = Assert.Single(TuningFile.Read(SourceText.From(row)));
        return (read, problem);
    }

    /// <summary>The lines of the kernel's header about AVX-512.</summary>
    private static string Header(string tuning)
    {
        TestProject project = TestProject.Default.With("NetCompilerTargets", "Avx512") with { Tuning = tuning };
        GeneratorRunResult result = GeneratorHarness.ResultOf(GeneratorHarness.Drive(GeneratorHarness.CreateDriver(new NetworkGenerator(), project), project.Compile(s_source)));
        string text = result.GeneratedSources.Single(file => file.HintName == "Samples.Net.deep.g.cs").SourceText.ToString();
        return string.Join("\n", text.Split('\n').Where(line => line.Contains("// Avx512", StringComparison.Ordinal)));
    }
}
