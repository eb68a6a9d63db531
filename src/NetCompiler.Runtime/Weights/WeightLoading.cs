namespace NetCompiler;

/// <summary>How weights are loaded.</summary>
/// <example><code>
/// // A file whose names start with "module.", and a backbone for a network with another last layer:
/// new WeightLoading { Strict = false, Rename = name => name.Replace("module.", "") }
/// </code></example>
public sealed class WeightLoading
{
    /// <summary>Whether the file must hold all of the network's tensors and no others. Default true. A tensor of another shape is an
    /// error in either case.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>From names in the file to names in the network; <see langword="null"/> leaves a tensor out. Names that are not in
    /// the map go to <see cref="Rename"/>.</summary>
    public IReadOnlyDictionary<string, string?>? RenameMap { get; init; }

    /// <summary>Gives the network's name for a name in the file, or <see langword="null"/> to leave the tensor out. Default: the same name.</summary>
    public Func<string, string?>? Rename { get; init; }

    /// <summary>The network's name of a tensor of the file, or <see langword="null"/>.</summary>
    internal string? NameInNetwork(string name)
    {
        if (RenameMap is not null && RenameMap.TryGetValue(name, out string? renamed))
        {
            return renamed;
        }

        return Rename is null ? name : Rename(name);
    }
}
