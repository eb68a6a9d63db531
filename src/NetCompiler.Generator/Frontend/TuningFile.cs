using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Conv;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Frontend;

/// <summary>
/// Reads tuning files: plain text, a row <c>target shape = schedule</c> for each measurement, <c>#</c> before comments. docs/tuning.md gives the words.
/// </summary>
internal static class TuningFile
{
    /// <summary>How the names of such files end.</summary>
    private const string Suffix = "netcompiler.tuning.txt";

    private static readonly char[] s_blanks = [' ', '\t'];

    public static bool Is(AdditionalText file) => file.Path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The usable rows of a file; the first where several speak of one shape on one target.</summary>
    public static EquatableArray<TuningRow> Rows(AdditionalText file, CancellationToken cancellationToken) =>
        new(Read(file.GetText(cancellationToken)).Select(line => line.Row).OfType<TuningRow>());

    /// <summary>The rows that can concern a network: its convolutions' sizes, on targets that are compiled. Layouts and fused pools decide later.</summary>
    public static EquatableArray<TuningRow> RowsFor(NetworkDeclaration declaration, EquatableArray<string> targets, IEnumerable<TuningRow> rows)
    {
        TuningRow[] compiled = [.. rows.Where(row => targets.Contains(row.Target))];
        if (compiled.Length == 0 || declaration.Problems.Count > 0 || GraphBuilder.Build(declaration, out _) is not { } graph)
            return default;
        var sizes = new HashSet<(int, int, Pair, Pair)>();
        foreach (Node node in graph.Nodes)
        {
            if (node.Operation is ConvOperation { Window: var window, Filters: var filters } && node.Output.Shape is var output)
                sizes.Add((node.Inputs[0].Shape.Channels, filters, new Pair(window.Height, window.Width), new Pair(output.Height, output.Width)));
        }

        return new(compiled.Where(row => sizes.Contains((row.Shape.Channels, row.Shape.Filters, row.Shape.Kernel, row.Shape.Output))));
    }

    /// <summary>Every line that is neither empty nor a comment: its row, or what is wrong with it.</summary>
    public static IEnumerable<(TextLine Line, TuningRow? Row, string Problem)> Read(SourceText? text)
    {
        var known = new Dictionary<(string, ConvolutionShape), int>();
        foreach (TextLine line in text?.Lines ?? Enumerable.Empty<TextLine>())
        {
            string content = line.ToString().Split('#')[0].Trim();
            if (content.Length == 0)
                continue;
            TuningRow? row = ReadRow(content, out string problem);
            if (row is not null && known.TryGetValue((row.Target, row.Shape), out int first))
                (row, problem) = (null, FormattableString.Invariant($"line {first} speaks of the same shape on the same target"));
            else if (row is not null)
                known.Add((row.Target, row.Shape), line.LineNumber + 1);
            yield return (line, row, problem);
        }
    }

    private static TuningRow? ReadRow(string content, out string problem)
    {
        int sign = content.IndexOf(" = ", StringComparison.Ordinal);
        if (sign < 0)
        {
            problem = "a row is 'target shape = schedule', with blanks around the sign";
            return null;
        }

        string[] words = Words(content.Substring(0, sign));
        if (words.Length == 0)
        {
            problem = "a row begins with a target";
            return null;
        }

        if (CompilerOptions.AllTargets.FirstOrDefault(name => string.Equals(name, words[0], StringComparison.OrdinalIgnoreCase)) is not { } target)
        {
            problem = $"'{words[0]}' is not a target: use Avx512, Avx2, AdvSimd or Portable";
            return null;
        }

        return ReadShape([.. words.Skip(1)], out problem) is { } shape && ReadSchedule(Words(content.Substring(sign + 3)), out problem) is { } schedule
            ? new TuningRow(target, shape, schedule) : null;
    }

    private static ConvolutionShape? ReadShape(string[] words, out string problem)
    {
        problem = "a shape begins with channels>filters, window and output, such as '64>128 3x3 28x28'";
        if (words.Length < 3)
            return null;
        (string channels, string filters) = Cut(words[0], '>');
        if (Pair.Number(channels) is not { } inputs || Pair.Number(filters) is not { } outputs || Pair.Parse(words[1]) is not { } kernel || Pair.Parse(words[2]) is not { } output)
            return null;

        var shape = new ConvolutionShape(inputs, outputs, kernel, output);
        foreach (string word in words.Skip(3))
        {
            (string name, string value) = Cut(word, '=');
            ConvolutionShape? further = (name, Pair.Parse(value)) switch
            {
                ("planes", null) when word == name => shape with { ReadsPlanes = true },
                ("strict", null) when word == name => shape with { StrictAccuracy = true },
                ("stride", { } pair) => shape with { Stride = pair },
                ("dilation", { } pair) => shape with { Dilation = pair },
                ("pool", { } pair) => shape with { Pool = pair },
                ("late-pool", { } pair) => shape with { Pool = pair, PoolsLate = true },
                _ => null,
            };
            if (further is null)
            {
                problem = $"'{word}' is no property of a shape: there are stride=…, dilation=…, pool=… and late-pool=…, each with a pair such as 2x2, planes and strict";
                return null;
            }

            shape = further;
        }

        problem = shape.IsAddressable ? "" : "the compiler cannot address a layer of this size";
        return shape.IsAddressable ? shape : null;
    }

    private static TunedSchedule? ReadSchedule(string[] words, out string problem)
    {
        TunedSchedule? schedule = words.Length < 2 ? null : words[0] switch
        {
            "direct" when words.Length == 2 => ReadDirect(words[1]),
            "winograd" => ReadWinograd([.. words.Skip(1)]),
            _ => null,
        };
        problem = schedule is not null ? ""
            : $"'{string.Join(" ", words)}' is no schedule: write 'direct 1x14x2' or 'winograd 4x4 block=2x14 groups=8', of which block and groups may be left out";
        return schedule;
    }

    private static TunedSchedule.Direct? ReadDirect(string tile)
    {
        int second = tile.IndexOf('x', tile.IndexOf('x') + 1);
        if (second < 0)
            return Pair.Parse(tile) is { } pixels ? new TunedSchedule.Direct(pixels, null) : null;
        return Pair.Parse(tile.Substring(0, second)) is { } area && Pair.Number(tile.Substring(second + 1)) is { } registers ? new TunedSchedule.Direct(area, registers) : null;
    }

    private static TunedSchedule.Winograd? ReadWinograd(string[] words)
    {
        TunedSchedule.Winograd? schedule = Pair.Parse(words[0]) is { } outputs ? new TunedSchedule.Winograd(outputs, null, null) : null;
        foreach (string word in words.Skip(1))
        {
            (string name, string value) = Cut(word, '=');
            schedule = name switch
            {
                "block" when Pair.Parse(value) is { } block => schedule is null ? null : schedule with { Block = block },
                "groups" when Pair.Number(value) is { } groups => schedule is null ? null : schedule with { Groups = groups },
                _ => null,
            };
        }

        return schedule;
    }

    private static string[] Words(string text) => text.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What is before and behind the first sign; nothing behind where there is none.</summary>
    private static (string Before, string Behind) Cut(string word, char sign) =>
        word.IndexOf(sign) is >= 0 and var at ? (word.Substring(0, at), word.Substring(at + 1)) : (word, "");
}
