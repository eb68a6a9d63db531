using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Frontend;

/// <summary>Reads one layer's arguments by name and collects what is wrong with them.</summary>
internal sealed class LayerArguments(LayerDeclaration declaration, Place place, List<Problem> problems)
{
    /// <summary>Arguments that take a number per axis.</summary>
    private static readonly string[] s_perAxis = ["kernel", "Strides", "Dilations", "OutputPaddings"];

    public string Kind => declaration.Kind;

    /// <summary>Whether the argument was written: given, and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    public bool Bool(string name, bool otherwise) => Find(name) as bool? ?? otherwise;

    public float Float(string name) => Find(name) is { } value ? Convert.ToSingle(value, System.Globalization.CultureInfo.InvariantCulture) : 0f;

    public float Float(string name, float otherwise) => Has(name) ? Float(name) : otherwise;

    public int Int(string name, int otherwise) => Find(name) as int? ?? otherwise;

    public float[] Floats(string name) =>
        Find(name) switch
        {
            EquatableArray<object?> items => [.. items.Select(item => item is float f ? f : 0f)],
            float single => [single],
            _ => [],
        };

    public string[] Strings(string name) =>
        Find(name) switch
        {
            EquatableArray<object?> items => [.. items.Select(item => item as string ?? "")],
            string single => [single],
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

    /// <summary>A finite number that must be at least <paramref name="minimum"/>.</summary>
    public float FloatAtLeast(float minimum, string name, float otherwise)
    {
        float value = Has(name) ? Float(name) : otherwise;
        if (value >= minimum && !float.IsInfinity(value))
            return value;
        Report(Problems.OutOfRange, name, FormattableString.Invariant($"at least {minimum} and finite"), value);
        return otherwise;
    }

    /// <summary>A finite number above 0 that can be divided by: its reciprocal is finite too.</summary>
    public float PositiveFloat(string name, float otherwise) => FloatAtLeast(1e-37f, name, otherwise);

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

    /// <summary>A window: <c>kernel</c>, <c>Stride</c> or <c>Strides</c>, <c>Padding</c>, <c>Pads</c> or <c>Same</c>, <c>Dilation</c> or <c>Dilations</c>.</summary>
    /// <param name="strideIsKernel">Whether windows lie side by side unless a stride is given.</param>
    public Window Window(bool strideIsKernel = false)
    {
        (int height, int width) = RequiredPair(1, "kernel");
        (int strideY, int strideX) = PerAxis("Stride", "Strides", strideIsKernel ? (height, width) : (1, 1));
        (int dilationY, int dilationX) = PerAxis("Dilation", "Dilations", (1, 1));
        Exclude("Padding", "Pads");
        if (Bool("Same", false))
        {
            Exclude("Same", "Padding");
            Exclude("Same", "Pads");
        }

        string pads = Has("Pads") ? "Pads" : "Padding";
        bool perAxis = s_perAxis.Any(name => Ints(name).Length == 2) || Ints(pads).Length == 4;
        return new Window(height, width, strideY, strideX, Sides(pads), dilationY, dilationX) { Rank = (Ints(pads).Length == 2 ? 2 : 0) + (perAxis ? 3 : 0) };
    }

    /// <summary>One argument for both axes, or its plural with a number per axis.</summary>
    public (int Vertical, int Horizontal) PerAxis(string single, string plural, (int, int) otherwise, int minimum = 1)
    {
        Exclude(single, plural);
        return Has(plural) ? Pair(minimum, plural, otherwise) : Pair(minimum, single, otherwise);
    }

    /// <summary>Reports two arguments that exclude each other.</summary>
    public void Exclude(string name, string other)
    {
        if (Has(name) && Has(other))
            Report(Problems.Conflict, name, other);
    }

    /// <summary>One number for all sides, <c>[before, after]</c> (of a sequence), or <c>[top, left, bottom, right]</c>; none negative.</summary>
    public Border Sides(string name)
    {
        if (!Has(name))
            return Border.None;
        int[] values = Ints(name);
        if (values.Length is not (1 or 2 or 4))
        {
            Report(Problems.WrongCount, name, "1, 2 or 4", values.Length);
            return Border.None;
        }

        foreach (int value in values)
        {
            if (value < 0)
                Report(Problems.OutOfRange, name, "at least 0", value);
        }

        int Side(int index) => Math.Max(0, values[values.Length == 1 ? 0 : index]);
        return values.Length == 2 ? new Border(0, Side(0), 0, Side(1)) : new Border(Side(0), Side(1), Side(2), Side(3));
    }

    /// <summary>As <see cref="Sides"/>, and missing (null) is an error.</summary>
    public Border RequiredSides(string name)
    {
        if (!Has(name))
            Report(Problems.WrongCount, name, "1, 2 or 4", 0);
        return Sides(name);
    }

    /// <param name="id">One of <see cref="Problems"/>.</param>
    /// <param name="argument">The argument to blame.</param>
    /// <param name="others">What else fills the message.</param>
    public void Report(string id, string argument, params object[] others) =>
        problems.Add(new Problem(id, place.Layer, new([Kind, argument, .. others.Select(a => FormattableString.Invariant($"{a}"))]), argument) { Inside = place.Inside });

    private object? Find(string name) =>
        declaration.Arguments.LastOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
}
