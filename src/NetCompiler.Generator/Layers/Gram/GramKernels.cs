using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Gram;

/// <summary>Part by part of the matrix: 8 rows by a register of columns, summed over all positions.</summary>
internal sealed class GramKernel(string name, Node node)
    : RowKernel(name, node, $"{node.Name}: Gram", new("input", new Operand.OfValue(node.Inputs[0])), new("output", new Operand.OfValue(node.Output)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        (Layout x, Layout y) = (Node.Inputs[0].Layout!, Node.Output.Layout!);
        int channels = x.Shape.Channels;
        string Channel(string channel) => $"{Place("input", x.Origin, ("y", x.Shape.Height, x.RowStride))} + {channel} / {Layout.BlockSize} * {x.BlockStride} + {channel} % {Layout.BlockSize}";
        using (w.Block($"for (int row = 0; row < {channels}; row += {OuterProducts.Rows})"))
        using (w.Block($"for (int column = 0; column < {channels}; column += {isa.Lanes})"))
        {
            OuterProducts.WriteStart(w, isa);
            using (w.Loop("y", x.Shape.Height))
            {
                w.Line($"float* a = {Channel("row")};");
                w.Line($"float* b = {Channel("column")};");
                using (w.Block($"for (int i = 0; i < {x.Shape.Width * Layout.BlockSize}; i += {Layout.BlockSize})"))
                    OuterProducts.WriteTerm(w, isa, "a + i", "b + i");
            }

            w.Line($"float* to = {TileWriter.At("output", y.Origin)} + row * {y.RowStride} + column * {y.ColumnStride};");
            w.Line($"int lanes = Math.Min({isa.Lanes}, {channels} - column);");
            OuterProducts.WriteRows(w, channels, "row", row =>
            {
                w.Line("for (int lane = 0; lane < lanes; lane++)");
                w.Line($"    to[{row * y.RowStride} + lane * {y.ColumnStride}] = {OuterProducts.Sum(row)}.GetElement(lane) * {InstructionSet.Literal(Factor(x.Shape))};");
            });
        }
    });

    public static float Factor(Shape shape) => (float)(1.0 / shape.Length);
}

/// <summary>The symmetric part of the gradient, brought into whole rows of registers, times the channels of each position.</summary>
internal sealed class GramGradientKernel(string name, Node node)
    : RowKernel(
        name, node, $"{node.Name}: gradient of Gram",
        new("input", new Operand.OfValue(node.Inputs[0])), new("outputGradient", new Operand.OfValue(node.Inputs[1])), new("inputGradient", new Operand.OfValue(node.Output)), new("matrix", new Operand.OfScratch()))
{
    /// <summary>Registers of sums: each number of the input is loaded once for all of them.</summary>
    private const int Group = 4;

    private int Channels => Node.Output.Shape.Channels;

    private int Pitch => AffineKernel.Padded(Channels);

    public override int ScratchLength(InstructionSet isa) => Channels * Pitch;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        (Layout x, Layout dy, Layout dx) = (Node.Inputs[0].Layout!, Node.Inputs[1].Layout!, Node.Output.Layout!);
        using (w.Block($"for (int row = 0; row < {Channels}; row++)"))
        using (w.Block($"for (int column = 0; column < {Pitch}; column++)"))
        {
            string gradient = TileWriter.At("outputGradient", dy.Origin);
            string sum = $"(*({gradient} + row * {dy.RowStride} + column * {dy.ColumnStride}) + *({gradient} + column * {dy.RowStride} + row * {dy.ColumnStride})) * {InstructionSet.Literal(GramKernel.Factor(x.Shape))}";
            w.Line($"matrix[row * {Pitch} + column] = {(Channels < Pitch ? $"column >= {Channels} ? 0f : " : "")}{sum};");
        }

        int registers = Pitch / isa.Lanes, whole = registers / Group * Group;
        using (w.Loop("y", x.Shape.Height))
        using (w.Loop("x", x.Shape.Width))
        {
            w.Line($"float* from = {Place("input", x.Origin, ("y", x.Shape.Height, x.RowStride), ("x", x.Shape.Width, x.ColumnStride))};");
            w.Line($"float* to = {Place("inputGradient", dx.Origin, ("y", x.Shape.Height, dx.RowStride), ("x", x.Shape.Width, dx.ColumnStride))};");
            if (whole > 0)
            {
                using (w.Block($"for (int column = 0; column < {whole * isa.Lanes}; column += {Group * isa.Lanes})"))
                    WriteColumns(w, isa, x, dx, Group, "column");
            }

            if (whole < registers)
            {
                using (w.Scoped())
                    WriteColumns(w, isa, x, dx, registers - whole, $"{whole * isa.Lanes}");
            }
        }
    });

    private void WriteColumns(CodeWriter w, InstructionSet isa, Layout x, Layout dx, int registers, string column)
    {
        for (int i = 0; i < registers; i++)
            w.Line($"{isa.Vector} sum_{i} = {isa.Zero};");
        w.Line($"float* row = matrix + {column};");
        EachChannel(w, x, lane =>
        {
            w.Line($"{isa.Vector} number = {isa.Broadcast($"{Place("from", 0, ("block", x.Blocks, x.BlockStride))} + {lane}")};");
            for (int i = 0; i < registers; i++)
                w.Line($"sum_{i} = {isa.MultiplyAdd("number", isa.Load(TileWriter.At("row", i * isa.Lanes)), $"sum_{i}")};");
            w.Line($"row += {Pitch};");
        });
        for (int i = 0; i < registers; i++)
            w.Line(isa.Store($"to + ({column} + {i * isa.Lanes}) / {Layout.BlockSize} * {dx.BlockStride} + ({column} + {i * isa.Lanes}) % {Layout.BlockSize}", $"sum_{i}"));
    }
}
