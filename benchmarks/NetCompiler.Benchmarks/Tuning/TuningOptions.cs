namespace Benchmarks.Tuning;

/// <summary>The options of <c>tune</c>.</summary>
/// <param name="Networks">Names of networks; none for the usual ones.</param>
/// <param name="Output">The file to write.</param>
internal sealed record TuningOptions(IReadOnlyList<string> Networks, string? Output)
{
    /// <summary>Reads pairs of an option and its value; null if there is anything else.</summary>
    public static TuningOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new TuningOptions([], null);
        for (int i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count)
                return null;
            switch (arguments[i])
            {
                case "--networks":
                    options = options with { Networks = arguments[i + 1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) };
                    break;
                case "--output":
                    options = options with { Output = arguments[i + 1] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
