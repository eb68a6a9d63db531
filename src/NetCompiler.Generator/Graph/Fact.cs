using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Graph;

/// <summary>One argument of a layer as it was settled, for readers of the declared graph such as exporters.</summary>
/// <param name="Name">Its name in lower camel case.</param>
/// <param name="Values">One value or more, as generated code writes them.</param>
internal sealed record Fact(string Name, string Values)
{
    public static Fact Of(string name, params IEnumerable<int> values) => new(name, string.Join(", ", values));

    public static Fact Of(string name, params IEnumerable<float> values) => new(name, string.Join(", ", values.Select(InstructionSet.Literal)));

    public static Fact OfText(string name, string text) => new(name, $"\"{text}\"");

    /// <summary>Rows and columns, or places of a sequence.</summary>
    /// <param name="name">The fact's name.</param>
    /// <param name="border">How many.</param>
    /// <param name="rank">The rank of the layer's input.</param>
    public static Fact OfSides(string name, Border border, int rank) =>
        rank == 2 ? Of(name, border.Left, border.Right) : Of(name, border.Top, border.Left, border.Bottom, border.Right);
}
