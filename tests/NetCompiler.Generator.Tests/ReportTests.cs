using System.Text.RegularExpressions;
using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

/// <summary>The file of comments that <c>NetCompilerReport</c> asks for.</summary>
public sealed partial class ReportTests
{
    /// <summary>A first layer from planes, Winograd with a fused sum, parts of a whole, a strided and a depthwise convolution, a view, a dense layer.</summary>
    private static readonly string[] s_network =
    [
        "Network(3, 32, 32)",
        "Conv(32, 3, Padding = 1, Name = \"first\"), BatchNorm, Relu",
        "Conv(32, 3, Padding = 1, Name = \"deep\"), Relu",
        "Conv(32, 3, Padding = 1, Name = \"deeper\"), Add(\"deep\", \"deeper\", Name = \"sum\"), Relu(Name = \"out\")",
        "Conv(16, 1, Name = \"left\", From = \"out\")",
        "Conv(32, 3, Padding = 1, Name = \"right\", From = \"out\")",
        "Concat(\"left\", \"right\", Name = \"both\")",
        "DepthwiseConv(3, Padding = 1, Name = \"depth\")",
        "Conv(64, 3, Stride = 2, Padding = 1, Name = \"half\"), Relu, MaxPool(2)",
        "Flatten, Dense(10, Name = \"scores\")",
    ];

    private static readonly string s_source = Declarations.Source(s_network);

    [Fact]
    public void WithoutThePropertyThereIsNone() =>
        Assert.DoesNotContain(GeneratorHarness.Run(s_source).Files, file => file.HintName.Contains("Report", StringComparison.Ordinal));

    [Fact]
    public void ItChangesNoOtherFile()
    {
        GeneratorHarness with = GeneratorHarness.Run(s_source, TestProject.Default.With("NetCompilerReport", "true"));
        Assert.Equal(
            GeneratorHarness.Run(s_source).Files.Select(file => (file.HintName, file.SourceText.ToString())),
            with.Files.Where(file => file.HintName != "Samples.Net.Report.g.cs").Select(file => (file.HintName, file.SourceText.ToString())));
        Assert.Single(with.Files, file => file.HintName == "Samples.Net.Report.g.cs");
    }

    [Fact]
    public void ItConsistsOfCommentsAndDirectives() =>
        Assert.All(Report().Split('\n'), line => Assert.True(line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith('#'), line));

    /// <summary>Every layer that is computed, with each target's schedule and how far it is from the peak.</summary>
    [Fact]
    public void EveryKernelIsThere()
    {
        string prediction = Prediction();
        CompiledProgram program = CompiledProgram.Compile(Declarations.Parse(s_network), training: false);
        Assert.All(program.Kernels, kernel =>
        {
            string section = Section(prediction, kernel.Describe().First());
            Assert.All(InstructionSet.All, isa => Assert.True(kernel.DescribeSchedule(isa) is var why && (why.Length == 0 || section.Contains(why, StringComparison.Ordinal)), $"{isa}:\n{section}"));
        });
    }

    /// <summary>Exactly one alternative is chosen, and without a tuning file none of its kind is cheaper.</summary>
    [Fact]
    public void WhatWasRejectedIsThereWithItsEstimate()
    {
        MatchCollection rows = Alternatives().Matches(Prediction());
        Assert.True(rows.Count >= 4 * InstructionSet.All.Count, $"{rows.Count} rows");
        Assert.All(rows, row =>
        {
            string[] forms = row.Groups[1].Value.Split("; ");
            string chosen = Assert.Single(forms, form => form.EndsWith(" ← chosen", StringComparison.Ordinal));
            Assert.True(forms.Length > 1);
            if (chosen.StartsWith("direct", StringComparison.Ordinal))
                Assert.Equal(forms.First(form => form.StartsWith("direct", StringComparison.Ordinal)), chosen);
        });
        Assert.Contains("F(4×4)", Prediction(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first: Conv", "folded    bn1, into the weights when they are packed")]
    [InlineData("deep: Conv", "memory    deep at Arena[")]
    [InlineData("left: Conv", "as part of both from channel 0")]
    [InlineData("right: Conv", "as part of both from channel 16")]
    [InlineData("flatten1: Flatten", "a view of maxpool1")]
    [InlineData("flatten1: Flatten", "nothing is computed")]
    [InlineData("half: Conv", "tune: Avx512 48>64 3x3 16x16 stride=2x2 pool=2x2 = direct")]
    [InlineData("deep: Conv", "tune: Avx512 32>32 3x3 32x32 = winograd")]
    [InlineData("depth: DepthwiseConv", "442,368 multiply-adds in an estimated")]
    [InlineData("PREDICTION", "packed for the kernels")]
    public void ItSaysWhereDataLiesAndWhatItCosts(string layer, string expected) => Assert.Contains(expected, Section(Prediction(), layer), StringComparison.Ordinal);

    /// <summary>Our own files and those of layers never get the same name.</summary>
    [Theory]
    [InlineData("report")]
    [InlineData("Programs")]
    [InlineData("functions")]
    public void ALayerMayBeNamedLikeAFile(string name) =>
        Assert.NotEmpty(GeneratorHarness.Run(Declarations.Source("Network(1, 8, 8)", $"Conv(4, 3, Name = \"{name}\"), Tanh, Flatten, Dense(3)"), TestProject.Default.With("NetCompilerReport", "true")).Files);

    private static string Report() => NetworkCompiler
        .Compile(Declarations.Parse(s_network), CompilerOptions.Default with { Report = true }, CancellationToken.None)
        .Single(file => file.HintName == "Samples.Net.Report.g.cs").Text;

    private static string Prediction()
    {
        string report = Report();
        return report[report.IndexOf("// PREDICTION", StringComparison.Ordinal)..report.IndexOf("// TRAINING", StringComparison.Ordinal)];
    }

    private static string Section(string report, string title) => report.Split("\n\n").Single(section => section.StartsWith($"// {title}", StringComparison.Ordinal));

    [GeneratedRegex(" cycles: ((?:direct|F).*)")]
    private static partial Regex Alternatives();
}
