namespace NetCompiler.Generator.Graph;

/// <summary>
/// The names of a network or of one use of a block. What is inside a block has the block's name before its own, <c>layer1.0.conv1</c>, and is
/// known outside by it; what is outside is not known inside.
/// </summary>
internal sealed class Scope(string path)
{
    private readonly Dictionary<string, Value?> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _values.Keys;

    /// <summary>A name with its path.</summary>
    public string Qualify(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public bool Knows(string name) => _values.ContainsKey(name);

    /// <summary>The value of that name; null where a mistake has kept its shape from being known.</summary>
    public Value? this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    /// <summary>The next free name of the form <c>conv1</c>.</summary>
    public string Number(string prefix, Func<string, bool> isTaken)
    {
        string numbered;
        do
        {
            _numbers.TryGetValue(prefix, out int number);
            _numbers[prefix] = ++number;
            numbered = FormattableString.Invariant($"{prefix}{number}");
        }
        while (Knows(numbered) || isTaken(numbered));
        return numbered;
    }

    /// <summary>Makes what a block contains known under the block's name.</summary>
    public void Include(string block, Scope inside)
    {
        foreach (KeyValuePair<string, Value?> pair in inside._values.Where(pair => pair.Key != GraphBuilder.InputName))
            _values[$"{block}.{pair.Key}"] = pair.Value;
    }
}
