using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Schedules;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

/// <summary>What threads share of a prediction, and where they wait for each other. That results are right is tested where kernels run.</summary>
public sealed class SharedPredictionTests
{
    /// <summary>64 · 256 multiply-adds for each of 960 pixels are 15.7 million, for 1,240 pixels 20.3; of 47 million, Winograd's method leaves a third.</summary>
    [Theory]
    [InlineData("Network(64, 48, 20)", "Conv(256, 1)", false)]
    [InlineData("Network(64, 62, 20)", "Conv(256, 1)", true)]
    [InlineData("Network(64, 34, 34)", "Conv(64, 1), Conv(64, 3, Padding = 1)", false)]
    [InlineData("Network(64, 56, 56)", "Conv(64, 1), Conv(64, 3, Padding = 1)", true)]
    public void OnlyNetworksLargeEnoughAreShared(string network, string layers, bool shared)
    {
        string[] attributes = [network, layers];
        Assert.Equal(shared, CompiledProgram.Compile(Declarations.Parse(attributes), training: false).IsDivided);
        Assert.Equal(shared, Files(attributes).Any(file => file.Text.Contains("ForwardTogether", StringComparison.Ordinal)));
    }

    [Fact]
    public void TrainingDividesImagesNotKernels()
    {
        CompiledProgram program = CompiledProgram.Compile(Declarations.Parse("Network(64, 32, 32)", "Conv(64, 3, Padding = 1), Relu, MaxPool(2)"), training: true, thresholds: DivisionThresholds.None);
        Assert.False(program.IsDivided);
        Assert.All(program.Kernels, kernel => Assert.False(kernel.IsDivided));
    }

    [Fact]
    public void BranchesDoNotWaitForEachOtherButForWhatTheyRead()
    {
        string[] lines = Together("Network(64, 32, 32)", "Conv(64, 3, Padding = 1, Name = \"stem\")", "Conv(64, 1, From = \"stem\", Name = \"a\")", "Conv(64, 1, From = \"stem\", Name = \"b\")", "Concat(\"a\", \"b\")");
        int stem = Call(lines, "Stem"), a = Call(lines, "A"), b = Call(lines, "B");
        Assert.Single(Meetings(lines, stem, a));
        Assert.Empty(Meetings(lines, a, b));
    }

    /// <summary>Zeros around a convolution's result are written by one thread; nobody waits for them but the readers of the result, who wait anyway.</summary>
    [Fact]
    public void ABorderCostsNoMeeting()
    {
        string[] lines = Together("Network(64, 32, 32)", "Conv(64, 3, Padding = 1, Name = \"a\")", "Conv(64, 3, Padding = 1, Name = \"b\")", "Conv(64, 3, Padding = 1, Name = \"c\")");
        int a = Call(lines, "A"), border = Call(lines, "B_Border_b"), b = Call(lines, "B"), c = Call(lines, "C");
        Assert.InRange(border, a, b);
        Assert.Single(Meetings(lines, a, b));
        Assert.Single(Meetings(lines, b, c));
    }

    private static string[] Together(params string[] attributes)
    {
        CompilerOptions anySize = CompilerOptions.Default with { Thresholds = DivisionThresholds.Default with { Network = 1 } };
        string text = Files(attributes, anySize).Single(file => file.HintName.EndsWith(".programs.g.cs", StringComparison.Ordinal)).Text;
        int start = text.IndexOf("void ForwardTogether(", StringComparison.Ordinal);
        return [.. text[start..text.IndexOf("void Pack(", start, StringComparison.Ordinal)].Split('\n').Select(line => line.Trim())];
    }

    private static EquatableArray<GeneratedFile> Files(string[] attributes, CompilerOptions? options = null) =>
        NetworkCompiler.Compile(Declarations.Parse(attributes), options ?? CompilerOptions.Default, CancellationToken.None);

    private static int Call(string[] lines, string kernel) => Assert.Single(Enumerable.Range(0, lines.Length), i => lines[i].StartsWith($"{kernel}(", StringComparison.Ordinal));

    private static IEnumerable<string> Meetings(string[] lines, int from, int to)
    {
        Assert.True(from < to);
        return lines[from..to].Where(line => line == "member.Meet();");
    }
}
