using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Frontend;

/// <summary>Reads one layer's arguments by name and collects what is wrong with them.</summary>
internal sealed class LayerArguments(LayerDeclaration declaration, int layer, List<Problem> problems)
{
    public string Kind => declaration.Kind;

    /// <summary>Whether the argument was written: given, and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    public bool Bool(string name, bool otherwise) => Find(name) as bool? ?? otherwise;

    public float Float(string name) => Find(name) is { } value ? Convert.ToSingle(value, System.Globalization.CultureInfo.InvariantCulture) : 0f;

    public int Int(string name, int otherwise) => Find(name) as int? ?? otherwise;

    public float[] Floats(string name) =>
        Find(name) switch
        {
            EquatableArray<object?> items => [.. items.Select(item => item is float f ? f : 0f)],
            float single => [single],
            _ => [],
        };

    public int[] Ints(string name) =>
        Find(name) switch
        {
            EquatableArray<object?> items => [.. items.Select(item => item as int? ?? 0)],
            int single => [single],
            _ => [],
        };

    /// <summary>A number that must be at least <paramref name="minimum"/>.</summary>
    public int IntAtLeast(int minimum, string name, int otherwise)
    {
        int value = Int(name, otherwise);
        if (value < minimum)
            Report(Problems.OutOfRange, name, $"at least {minimum}", value);
        return Math.Max(value, minimum);
    }

    /// <summary>One number for both axes, or <c>[vertical, horizontal]</c>; each at least <paramref name="minimum"/>.</summary>
    public (int Vertical, int Horizontal) Pair(int minimum, string name, (int, int) otherwise)
    {
        if (!Has(name))
            return otherwise;
        int[] values = Ints(name);
        if (values.Length is not (1 or 2))
        {
            Report(Problems.WrongCount, name, "1 or 2", values.Length);
            return otherwise;
        }

        foreach (int value in values)
        {
            if (value < minimum)
                Report(Problems.OutOfRange, name, $"at least {minimum}", value);
        }

        return (Math.Max(values[0], minimum), Math.Max(values[values.Length - 1], minimum));
    }

    /// <summary>As <see cref="Pair"/>, and missing (null) is an error.</summary>
    public (int Vertical, int Horizontal) RequiredPair(int minimum, string name)
    {
        if (!Has(name))
            Report(Problems.WrongCount, name, "1 or 2", 0);
        return Pair(minimum, name, (minimum, minimum));
    }

    /// <summary>The stride: <c>Stride</c> for both axes or <c>Strides</c> per axis.</summary>
    public (int Vertical, int Horizontal) Strides((int, int) otherwise)
    {
        if (Has("Stride") && Has("Strides"))
            Report(Problems.Conflict, "Stride", "Strides");
        return Has("Strides") ? Pair(1, "Strides", otherwise) : Pair(1, "Stride", otherwise);
    }

    /// <summary>One number for all sides, or <c>[top, left, bottom, right]</c>; none negative.</summary>
    public Border Sides(string name)
    {
        if (!Has(name))
            return Border.None;
        int[] values = Ints(name);
        if (values.Length is not (1 or 4))
        {
            Report(Problems.WrongCount, name, "1 or 4", values.Length);
            return Border.None;
        }

        foreach (int value in values)
        {
            if (value < 0)
                Report(Problems.OutOfRange, name, "at least 0", value);
        }

        int Side(int index) => Math.Max(0, values[values.Length == 1 ? 0 : index]);
        return new Border(Side(0), Side(1), Side(2), Side(3));
    }

    /// <summary>As <see cref="Sides"/>, and missing (null) is an error.</summary>
    public Border RequiredSides(string name)
    {
        if (!Has(name))
            Report(Problems.WrongCount, name, "1 or 4", 0);
        return Sides(name);
    }

    /// <param name="id">One of <see cref="Problems"/>.</param>
    /// <param name="argument">The argument to blame.</param>
    /// <param name="others">What else fills the message.</param>
    public void Report(string id, string argument, params object[] others) =>
        problems.Add(new Problem(id, layer, new([Kind, argument, .. others.Select(a => FormattableString.Invariant($"{a}"))]), argument));

    private object? Find(string name) =>
        declaration.Arguments.LastOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
}
