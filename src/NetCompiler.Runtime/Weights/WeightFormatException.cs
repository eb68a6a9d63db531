using System.Text;

namespace NetCompiler;

/// <summary>A file of weights that is damaged, or that does not fit the network.</summary>
public sealed class WeightFormatException : Exception
{
    private const int LongestShownText = 160;

    /// <summary>Creates the exception; its message is made of the arguments.</summary>
    /// <param name="file">The file's path.</param>
    /// <param name="tensor">The tensor concerned, or <see langword="null"/> if it is the file as a whole.</param>
    /// <param name="expected">What the format or the network asks for.</param>
    /// <param name="found">What the file holds.</param>
    /// <param name="report">The comparison of names, if that is what went wrong.</param>
    /// <param name="innerException">The cause, if any.</param>
    public WeightFormatException(
        string file, string? tensor, string expected, string found, WeightReport? report = null, Exception? innerException = null)
        : base(Describe(file, tensor, expected, found), innerException)
    {
        File = file;
        Tensor = tensor;
        Expected = expected;
        Found = found;
        Report = report;
    }

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>The tensor concerned, by its name in the file where it has one, or <see langword="null"/> if it is the file as a whole.</summary>
    public string? Tensor { get; }

    /// <summary>What the format or the network asks for.</summary>
    public string Expected { get; }

    /// <summary>What the file holds.</summary>
    public string Found { get; }

    /// <summary>Which tensors are missing or unexpected, where a strict load failed for that reason.</summary>
    public WeightReport? Report { get; }

    /// <summary>Text from a file as a message may show it: of limited length, without control characters.</summary>
    internal static string Printable(string text)
    {
        var printable = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (printable.Length >= LongestShownText)
            {
                return printable.Append('…').ToString();
            }

            printable.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune);
        }

        return printable.ToString();
    }

    private static string Describe(string file, string? tensor, string expected, string found) =>
        tensor is null
            ? $"{file}: expected {expected}, found {found}."
            : $"{file}: tensor '{Printable(tensor)}': expected {expected}, found {found}.";
}
