using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Moving;

/// <summary>Rows and columns per side as declared: one number suits every input, <c>[before, after]</c> sequences, <c>[top, left, bottom, right]</c> images.</summary>
/// <param name="Border">The sides; of one number, all four.</param>
/// <param name="Rank">The rank of input that the numbers suit: 2, 3, or 0 for any.</param>
internal sealed record Sides(Border Border, int Rank = 0)
{
    public static Sides Read(LayerArguments arguments, string name) =>
        new(arguments.RequiredSides(name), arguments.Ints(name).Length switch { 2 => 2, 4 => 3, _ => 0 });

    /// <summary>The sides of an input of that rank, a sequence having none above and below; reports and returns null where the numbers name others.</summary>
    public Border? For(ShapeInference context)
    {
        if (!context.RequireImage())
            return null;
        bool sequence = context.Input.IsSequence;
        if (Rank == 0 || Rank == context.Input.Rank)
            return sequence ? Border with { Top = 0, Bottom = 0 } : Border;
        context.Report(Problems.WrongRank, [$"one number or {(sequence ? "[before, after] on a sequence" : "[top, left, bottom, right] on an image")}", context.Found]);
        return null;
    }
}
