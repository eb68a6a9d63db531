using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Schedules;

/// <summary>How work that goes through an image block by block and row by row is divided among threads: by the longer of the two loops, whose shares differ least.</summary>
/// <param name="Axis">The loop that is divided: <see cref="DivisionAxis.Groups"/> are the blocks, <see cref="DivisionAxis.Bands"/> the rows.</param>
/// <param name="Parts">Its iterations.</param>
internal sealed record RowDivision(DivisionAxis Axis, int Parts)
{
    public static readonly RowDivision None = new(DivisionAxis.None, 1);

    public static RowDivision Of(Layout image) => image.Blocks > image.Shape.Height ? OfBlocks(image.Blocks) : OfRows(image.Shape.Height);

    public static RowDivision OfBlocks(int blocks) => blocks < 2 ? None : new(DivisionAxis.Groups, blocks);

    public static RowDivision OfRows(int rows) => rows < 2 ? None : new(DivisionAxis.Bands, rows);

    /// <summary>The loop over blocks; over a thread's share of them, if they are divided.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="blocks">All blocks, or all but the last.</param>
    public CodeWriter.Scope Blocks(CodeWriter w, int blocks) =>
        Axis == DivisionAxis.Groups ? w.Block($"for (int block = first; block < {(blocks == Parts ? "end" : $"Math.Min(end, {blocks})")}; block++)") : w.Loop("block", blocks);

    /// <summary>What is done of the last block, for the thread whose share it is.</summary>
    public CodeWriter.Scope LastBlock(CodeWriter w, int index) =>
        Axis == DivisionAxis.Groups ? w.Block($"if (first <= {index} && {index} < end)") : w.Scoped();

    /// <summary>The loop over rows; over those of a thread's share, if they are divided.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="rows">Rows of the loop.</param>
    /// <param name="top">The image's row that the loop begins with.</param>
    public CodeWriter.Scope Rows(CodeWriter w, int rows, int top = 0) => Axis != DivisionAxis.Bands ? w.Loop("row", rows)
        : rows == Parts ? w.Block("for (int row = first; row < end; row++)")
        : w.Block($"for (int row = Math.Max(0, first - {top}); row < Math.Min({rows}, end - {top}); row++)");
}
