using System.Text.RegularExpressions;
using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

/// <summary>What docs/ says against what the compiler does: printed graphs, quoted code, layers, links.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>A line that stands for lines left out.</summary>
    private const string Ellipsis = "…";

    private static readonly string s_docs = Repository.PathOf("docs");

    public static TheoryData<string> Kinds => [.. LayerRegistry.Kinds];

    public static TheoryData<string> Pages => [.. Directory.GetFiles(s_docs, "*.md").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryLayerIsListed(string kind) =>
        Assert.True(Read("layers.md").Contains($"| `{kind}", StringComparison.Ordinal), $"docs/layers.md has no row for {kind}.");

    /// <summary>Blocks opened with <c>```text inference: pass</c> or <c>```text training: pass</c> show LeNet-5 after that pass.</summary>
    [Fact]
    public void PrintedGraphsAreWhatTheCompilerPrints()
    {
        NetworkDeclaration declaration = Declarations.Parse(Networks.LeNet);
        var graphs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string program, bool training) in new[] { ("inference", false), ("training", true) })
            CompiledProgram.Compile(declaration, training, (pass, graph) => graphs[$"{program}: {pass}"] = GraphPrinter.Print(graph));

        List<(string Title, string Text)> blocks = [.. Blocks("architecture.md", "text")];
        Assert.All(blocks, block =>
        {
            Assert.True(graphs.TryGetValue(block.Title, out string? printed), $"There is no '{block.Title}'; there are {string.Join(", ", graphs.Keys)}");
            AssertShows(printed, block.Text, block.Title);
        });
        Assert.True(blocks.Count >= 9, $"{blocks.Count} graphs");
    }

    /// <summary>Blocks opened with <c>```csharp name.g.cs</c> quote a generated file of LeNet-5.</summary>
    [Fact]
    public void QuotedCodeIsWhatTheCompilerWrites()
    {
        Dictionary<string, string> files = NetworkCompiler.Compile(Declarations.Parse(Networks.LeNet), CompilerOptions.Default, CancellationToken.None)
            .ToDictionary(file => file.HintName["Samples.Net.".Length..], file => file.Text, StringComparer.Ordinal);
        List<(string Title, string Text)> blocks = [.. Blocks("reading-generated-code.md", "csharp").Where(block => block.Title.Length > 0)];
        Assert.All(blocks, block =>
        {
            Assert.True(files.TryGetValue(block.Title, out string? file), $"There is no '{block.Title}'; there are {string.Join(", ", files.Keys)}");
            AssertShows(Unindented(file), Unindented(block.Text), block.Title);
        });
        Assert.True(blocks.Count >= 4, $"{blocks.Count} quotes");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void LinksLeadSomewhere(string page)
    {
        foreach (string target in Link().Matches(Read(page)).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal)))
            Assert.True(Path.Exists(Path.Combine(s_docs, target.Split('#')[0])), $"{page} links to {target}, which does not exist.");
    }

    [Fact]
    public void TheIndexNamesEveryPage() =>
        Assert.All(
            Directory.GetFiles(s_docs, "*.md").Select(Path.GetFileName).Where(page => page != "README.md"),
            page => Assert.Contains($"]({page})", Read("README.md"), StringComparison.Ordinal));

    /// <summary>The shown lines, in order, with as much left out as an ellipsis stands for.</summary>
    private static void AssertShows(string whole, string shown, string title)
    {
        string[] lines = whole.TrimEnd('\n').Split('\n');
        int at = 0;
        bool skipped = false;
        foreach (string line in shown.TrimEnd('\n').Split('\n'))
        {
            if (line.Trim() == Ellipsis)
            {
                skipped = true;
                continue;
            }

            int found = skipped ? Array.IndexOf(lines, line, at) : at < lines.Length && lines[at] == line ? at : -1;
            Assert.True(found >= 0, $"{title}: the document shows\n{line}\nbut the compiler writes\n{string.Join("\n", lines.Skip(at).Take(skipped ? 400 : 1))}");
            (at, skipped) = (found + 1, false);
        }

        Assert.True(skipped || at == lines.Length, $"{title}: the document stops before\n{string.Join("\n", lines.Skip(at).Take(1))}");
    }

    private static string Unindented(string text) => string.Join("\n", text.Split('\n').Select(line => line.Trim()));

    private static IEnumerable<(string Title, string Text)> Blocks(string page, string language) =>
        Fence().Matches(Read(page)).Where(match => match.Groups[1].Value == language).Select(match => (match.Groups[2].Value.Trim(), match.Groups[3].Value));

    private static string Read(string page) => File.ReadAllText(Path.Combine(s_docs, page));

    [GeneratedRegex(@"^```(\w+)([^\n]*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
