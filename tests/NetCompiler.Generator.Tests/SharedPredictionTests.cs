using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Schedules;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

/// <summary>What threads share of a prediction, and where they wait for each other. That results are right is tested where kernels run.</summary>
public sealed class SharedPredictionTests
{
    /// <summary>3 · 3 · 64 · 64 multiply-adds for each of 128 pixels are 4.7 million, for 144 pixels 5.3 million.</summary>
    [Theory]
    [InlineData("Network(64, 16, 8)", false)]
    [InlineData("Network(64, 16, 9)", true)]
    public void OnlyNetworksLargeEnoughAreShared(string network, bool shared)
    {
        string[] attributes = [network, "Conv(64, 3, Padding = 1)"];
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
        string text = Files(attributes).Single(file => file.HintName.EndsWith(".programs.g.cs", StringComparison.Ordinal)).Text;
        int start = text.IndexOf("void ForwardTogether(", StringComparison.Ordinal);
        return [.. text[start..text.IndexOf("void Pack(", start, StringComparison.Ordinal)].Split('\n').Select(line => line.Trim())];
    }

    private static EquatableArray<GeneratedFile> Files(params string[] attributes) =>
        NetworkCompiler.Compile(Declarations.Parse(attributes), CompilerOptions.Default, CancellationToken.None);

    private static int Call(string[] lines, string kernel) => Assert.Single(Enumerable.Range(0, lines.Length), i => lines[i].StartsWith($"{kernel}(", StringComparison.Ordinal));

    private static IEnumerable<string> Meetings(string[] lines, int from, int to)
    {
        Assert.True(from < to);
        return lines[from..to].Where(line => line == "member.Meet();");
    }
}
