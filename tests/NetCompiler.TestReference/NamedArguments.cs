using System.Globalization;

namespace NetCompiler.TestReference;

/// <summary>A layer's arguments as its author wrote them: numbers, booleans, strings and lists of these, by name without regard to case.</summary>
public sealed class NamedArguments
{
    private readonly Dictionary<string, object> _values = new(StringComparer.OrdinalIgnoreCase);

    public NamedArguments(IEnumerable<(string Name, object? Value)> arguments)
    {
        foreach ((string name, object? value) in arguments)
        {
            if (value is not null)
                _values[name] = value;
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public bool Flag(string name, bool otherwise = false) => Has(name) ? (bool)_values[name] : otherwise;

    public int Whole(string name, int otherwise = 0) => Has(name) ? (int)_values[name] : otherwise;

    public float Number(string name, float otherwise) => Has(name) ? Convert.ToSingle(_values[name], CultureInfo.InvariantCulture) : otherwise;

    /// <summary>The values of a list, or the only one; empty where the argument is not given.</summary>
    public T[] List<T>(string name) =>
        !Has(name) ? [] : _values[name] is IEnumerable<object?> items ? [.. items.Select(item => (T)item!)] : [(T)_values[name]];

    /// <summary>The first of two arguments that is given, as a list.</summary>
    public int[] Either(string name, string other) => Has(name) ? List<int>(name) : List<int>(other);
}
