using System.Runtime.CompilerServices;
using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace NetCompiler.Generator.Tests.Harness;

/// <summary>
/// Compares text with files under Snapshots/, named as Verify names them: <c>Class.Method#hint.verified.cs</c>. What differs is written beside it as
/// <c>.received.cs</c>; to accept it, rename it.
/// </summary>
internal static class Snapshot
{
    private const int ShownContext = 3;

    /// <summary>Compares everything that the generator wrote, one snapshot per file.</summary>
    public static void VerifyFiles(GeneratorHarness run, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        Verify(run.Files.Select(file => (file.HintName, file.SourceText.ToString())), sourceFile, method);

    /// <summary>Compares texts with the snapshots of the calling test: no more and no fewer.</summary>
    public static void Verify(IEnumerable<(string HintName, string Text)> files, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        VerifyIn(Repository.PathOf("tests", "NetCompiler.Generator.Tests", "Snapshots"), $"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}", files);

    public static void VerifyIn(string directory, string test, IEnumerable<(string HintName, string Text)> files)
    {
        var problems = new StringBuilder();
        HashSet<string> expected = new(StringComparer.Ordinal);
        foreach ((string hintName, string text) in files)
        {
            string extension = Path.GetExtension(hintName);
            string stem = Path.Combine(directory, $"{test}#{hintName[..^extension.Length]}");
            expected.Add($"{stem}.verified{extension}");
            Compare($"{stem}.verified{extension}", $"{stem}.received{extension}", text, problems);
        }

        foreach (string orphan in Directory.Exists(directory) ? Directory.GetFiles(directory, $"{test}#*.verified.*") : [])
        {
            if (!expected.Contains(orphan))
                problems.AppendLine($"{Path.GetFileName(orphan)}: no such file is generated any more; delete it.");
        }

        Assert.True(problems.Length == 0, problems.ToString());
    }

    private static void Compare(string verified, string received, string text, StringBuilder problems)
    {
        string? expected = File.Exists(verified) ? File.ReadAllText(verified) : null;
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, text);
        problems.AppendLine($"{Path.GetFileName(verified)}: {(expected is null ? "does not exist." : "differs:")} Rename {Path.GetFileName(received)} to accept what was generated.");
        if (expected is not null)
            problems.Append(Difference(expected, text));
    }

    /// <summary>The changed lines with a few around them.</summary>
    private static string Difference(string expected, string text)
    {
        List<DiffPiece> lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(expected, text, ignoreWhitespace: false).Lines;
        if (lines.TrueForAll(line => line.Type == ChangeType.Unchanged))
            return "  only line endings differ\n";

        var difference = new StringBuilder();
        int last = -1;
        for (int i = 0; i < lines.Count; i++)
        {
            int from = Math.Max(0, i - ShownContext), to = Math.Min(lines.Count - 1, i + ShownContext);
            if (lines[from..(to + 1)].TrueForAll(line => line.Type == ChangeType.Unchanged))
                continue;
            if (i != last + 1)
                difference.AppendLine("  …");
            last = i;
            char mark = lines[i].Type switch { ChangeType.Inserted => '+', ChangeType.Deleted => '-', _ => ' ' };
            difference.Append("  ").Append(mark).Append(' ').AppendLine(lines[i].Text);
        }

        return difference.ToString();
    }
}
