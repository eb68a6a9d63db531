using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Moving;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.Upsample;

/// <summary>
/// Values between those of the input: on each axis the share of the next one grows linearly from one to the next. PyTorch's places: (i + ½) / scale − ½,
/// or i · (in − 1) / (out − 1) where corners are aligned; below 0 is 0, and after the last is the last. The gradient hands the same shares back.
/// </summary>
internal sealed class BilinearKernel(string name, Node node, UpsampleOperation upsample, Value input, Value output, bool isGradient)
    : MovingKernel(name, node, upsample, input, output, isGradient)
{
    private readonly UpsampleOperation _upsample = upsample;

    protected override RowDivision Divisible => RowDivision.Of(To);

    protected override void WriteMoves(CodeWriter w, InstructionSet isa)
    {
        Shape shape = To.Shape;
        using (Division.Blocks(w, To.Blocks))
        using (Division.Rows(w, shape.Height))
        {
            w.Line($"float* y = {Place(Output, To.Origin, ("block", To.Blocks, To.BlockStride), ("row", shape.Height, To.RowStride))};");
            List<Tap> rows = WriteTaps(w, "row", From.Shape.Height, _upsample.ScaleY);
            for (int i = 0; i < rows.Count; i++)
                w.Line($"float* from_{i} = {Place(Input, From.Origin, ("block", To.Blocks, From.BlockStride))}{Term(rows[i].Place, From.RowStride)};");
            using (w.Loop("column", shape.Width))
            {
                WriteTexel(w, isa, rows, WriteTaps(w, "column", From.Shape.Width, _upsample.ScaleX));
                if (shape.Width > 1)
                    w.Line($"y += {To.ColumnStride};");
            }
        }
    }

    /// <summary>A place of the input on one axis, and its share as an expression.</summary>
    private sealed record Tap(string Place, string Share);

    /// <summary>Writes the places of the input between which a place of the output lies: whole numbers first, so that none is off by a rounding error.</summary>
    private List<Tap> WriteTaps(CodeWriter w, string axis, int size, int scale)
    {
        if (size == 1 || scale == 1)
            return [new(size == 1 ? "0" : axis, "1f")];

        long parts = _upsample.AlignCorners ? ((long)size * scale) - 1 : 2L * scale;
        string place = _upsample.AlignCorners ? $"(long){axis} * {size - 1}" : $"{axis} < {scale / 2} ? 0L : 2L * {axis} - {scale - 1}";
        w.Comment($"In {parts}ths of the distance between two of the input's {axis}s.");
        w.Line($"long {axis}Place = {place};");
        w.Line($"int {axis}Before = (int)({axis}Place / {parts}), {axis}After = {axis}Before < {size - 1} ? {axis}Before + 1 : {axis}Before;");
        w.Line($"float {axis}Share = ({axis}Place - {axis}Before * {parts}L) / {parts}f;");
        return [new($"{axis}Before", $"(1f - {axis}Share)"), new($"{axis}After", $"{axis}Share")];
    }

    private void WriteTexel(CodeWriter w, InstructionSet isa, List<Tap> rows, List<Tap> columns)
    {
        List<(string Pointer, string Share)> taps = [];
        for (int i = 0; i < rows.Count; i++)
        {
            for (int j = 0; j < columns.Count; j++)
            {
                w.Line($"float* x_{i}_{j} = from_{i}{Term(columns[j].Place, From.ColumnStride)};");
                w.Line($"{isa.Vector} share_{i}_{j} = {isa.Splat($"{rows[i].Share} * {columns[j].Share}")};");
                taps.Add(($"x_{i}_{j}", $"share_{i}_{j}"));
            }
        }

        for (int part = 0; part < isa.VectorsPerBlock; part++)
        {
            int lane = part * isa.Lanes;
            string y = TileWriter.At("y", lane);
            if (IsGradient)
            {
                w.Line($"{isa.Vector} gradient_{part} = {isa.Load(y)};");
                foreach ((string x, string share) in taps)
                    w.Line(isa.Store(TileWriter.At(x, lane), isa.MultiplyAdd($"gradient_{part}", share, isa.Load(TileWriter.At(x, lane)))));
                continue;
            }

            w.Line($"{isa.Vector} sum_{part} = {isa.Multiply(isa.Load(TileWriter.At(taps[0].Pointer, lane)), taps[0].Share)};");
            foreach ((string x, string share) in taps.Skip(1))
                w.Line($"sum_{part} = {isa.MultiplyAdd(isa.Load(TileWriter.At(x, lane)), share, $"sum_{part}")};");
            w.Line(isa.Store(y, $"sum_{part}"));
        }
    }
}
