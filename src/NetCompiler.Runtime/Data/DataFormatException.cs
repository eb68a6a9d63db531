namespace NetCompiler;

/// <summary>A data file does not hold what its format, or the file beside it, demands.</summary>
public sealed class DataFormatException : FormatException
{
    /// <summary>Says what is wrong with a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">What the format demands at that place.</param>
    /// <param name="found">What is there.</param>
    /// <param name="inner">What the decompressor reported, if it did.</param>
    public DataFormatException(string file, string expected, string found, Exception? inner = null)
        : base($"{file}: expected {expected}, found {found}", inner)
    {
        File = file;
        Expected = expected;
        Found = found;
    }

    /// <summary>The file, as it was named by the caller.</summary>
    public string File { get; }

    /// <summary>What the format demands.</summary>
    public string Expected { get; }

    /// <summary>What the file holds instead.</summary>
    public string Found { get; }
}
