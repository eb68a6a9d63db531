using System.Globalization;
using System.Text.RegularExpressions;

namespace NetCompiler.Tests;

/// <summary>docs/zoo.md against the sample's list of networks and the declarations.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void ThePageHasTheNetworksOfTheList()
    {
        string[] rows = [.. Row().Matches(Read("samples", "Zoo", "Zoo.cs")).Select(row =>
            $"{row.Groups[1].Value}: {Spaced(row.Groups[2].Value)}{(row.Groups[3].Success ? $" / {Spaced(row.Groups[3].Value)}" : "")}")];
        string[] lines = [.. Line().Matches(Read("docs", "zoo.md")).Select(line => $"{line.Groups[1].Value}: {line.Groups[2].Value}")];

        Assert.Equal(rows, lines);
    }

    [Fact]
    public void TheListHasEveryDeclaration()
    {
        IEnumerable<string> declarations = Directory.GetFiles(Repository.PathOf("samples", "Zoo", "Networks"), "*.cs")
            .Append(Repository.PathOf("samples", "Digits", "Networks.cs"))
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file)))
            .Select(declaration => declaration.Groups[1].Value);

        Assert.Equal(declarations.Order(), Row().Matches(Read("samples", "Zoo", "Zoo.cs")).Select(row => row.Groups[1].Value).Order());
    }

    /// <summary>The number of an expression such as <c>360_902 + (18_765 * 300)</c>, with a space every three digits.</summary>
    private static string Spaced(string sum)
    {
        long number = sum.Split('+').Sum(term => term.Split('*').Aggregate(1L, (product, factor) => product * long.Parse(factor.Trim(' ', '(', ')').Replace("_", ""), CultureInfo.InvariantCulture)));
        return number.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' ');
    }

    private static string Read(params string[] path) => File.ReadAllText(Repository.PathOf(path));

    [GeneratedRegex(@"new \w+\(seed, threads\), (\w+)\.Describe, ([^,]+),[^\n]*?(?:ParametersInTraining = ([\d_]+)[^\n]*)?\n")]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| [^|]+ \| \[`(\w+)`\]\([^|]+\) \| [^|]+ \| ([\d /]+) \|", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^public partial class (\w+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
