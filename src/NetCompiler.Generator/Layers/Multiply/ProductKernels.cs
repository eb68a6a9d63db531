using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.Multiply;

/// <summary>The product of two values of one shape, or of a value and a number per channel.</summary>
internal sealed class ProductKernel(string name, Node node, string title, Value a, Value b, Value output)
    : RowKernel(name, node, title, new("a", new Operand.OfValue(a)), new("b", new Operand.OfValue(b)), new("output", new Operand.OfValue(output)))
{
    protected override RowDivision Divisible => RowDivision.Of(output.Layout!);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        Layout to = output.Layout!;
        using (Division.Blocks(w, to.Blocks))
        using (Division.Rows(w, to.Shape.Height))
        {
            foreach ((string pointer, Layout layout) in new[] { ("a", a.Layout!), ("b", b.Layout!), ("output", to) })
                w.Line($"float* {pointer}Row = {Place(pointer, layout.Origin, ("block", to.Blocks, layout.BlockStride), ("row", layout.Shape.Height, layout.RowStride))};");
            using (w.Block($"for (int i = 0; i < {to.Shape.Width * Layout.BlockSize}; i += {isa.Lanes})"))
                w.Line(isa.Store("outputRow + i", isa.Multiply(isa.Load($"aRow + {Index(a, isa)}"), isa.Load($"bRow + {Index(b, isa)}"))));
        }
    });

    /// <summary>A number per channel is read anew for every pixel.</summary>
    private string Index(Value value, InstructionSet isa) =>
        value.Shape.Height * value.Shape.Width > 1 || output.Shape.Height * output.Shape.Width == 1 ? "i" : isa.VectorsPerBlock == 1 ? "0" : $"i % {Layout.BlockSize}";
}

/// <summary>The product of two values of one shape, summed over all pixels: a number per channel.</summary>
internal sealed class ProductSumKernel(string name, Node node, string title, Value a, Value b, Value output)
    : RowKernel(name, node, title, new("a", new Operand.OfValue(a)), new("b", new Operand.OfValue(b)), new("output", new Operand.OfValue(output)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        (Layout first, Layout second, Layout to) = (a.Layout!, b.Layout!, output.Layout!);
        using (w.Loop("block", first.Blocks))
        using (w.Block($"for (int lane = 0; lane < {Layout.BlockSize}; lane += {isa.Lanes})"))
        {
            w.Line($"{isa.Vector} sum = {isa.Zero};");
            using (w.Loop("row", first.Shape.Height))
            {
                foreach ((string pointer, Layout layout) in new[] { ("a", first), ("b", second) })
                    w.Line($"float* {pointer}Row = {Place(pointer, layout.Origin, ("block", first.Blocks, layout.BlockStride), ("row", first.Shape.Height, layout.RowStride))} + lane;");
                w.Line($"{isa.Vector} rowSum = {isa.Zero};");
                using (w.Block($"for (int i = 0; i < {first.Shape.Width * Layout.BlockSize}; i += {Layout.BlockSize})"))
                    w.Line($"rowSum = {isa.MultiplyAdd(isa.Load("aRow + i"), isa.Load("bRow + i"), "rowSum")};");
                w.Line($"sum = {isa.Add("sum", "rowSum")};");
            }

            w.Line(isa.Store($"{Place("output", to.Origin, ("block", first.Blocks, to.BlockStride))} + lane", "sum"));
        }
    });
}
