using System.Text;

namespace NetCompiler;

/// <summary>A comparison of a file's tensors with a network's.</summary>
public sealed class WeightReport
{
    private const int MostShownNames = 20;

    internal WeightReport(
        string file, IReadOnlyList<string> loaded, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> ignored)
    {
        File = file;
        Loaded = loaded;
        Missing = missing;
        Unexpected = unexpected;
        Ignored = ignored;
    }

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>The network's tensors that the file holds.</summary>
    public IReadOnlyList<string> Loaded { get; }

    /// <summary>The network's tensors that the file does not hold; they keep their values.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The file's tensors, by their names there, that the network does not have.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    /// <summary>The file's tensors that were left out on purpose: by a rename to <see langword="null"/>, or PyTorch's
    /// <c>num_batches_tracked</c>, which no computation uses.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>Whether the file holds exactly the network's tensors.</summary>
    public bool IsExact => Missing.Count == 0 && Unexpected.Count == 0;

    /// <summary>The comparison in a few lines.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"{Loaded.Count} of {Loaded.Count + Missing.Count} tensors found in {File}");
        AppendNames(text, "missing", Missing);
        AppendNames(text, "unexpected", Unexpected);
        AppendNames(text, "ignored", Ignored);
        return text.ToString();
    }

    private static void AppendNames(StringBuilder text, string title, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        text.Append('\n').Append($"  {title}: ").AppendJoin(", ", names.Take(MostShownNames).Select(WeightFormatException.Printable));
        if (names.Count > MostShownNames)
        {
            text.Append($" and {names.Count - MostShownNames} more");
        }
    }
}
