using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.Concat;

/// <summary>A place in a value: how many channels, rows and columns in.</summary>
internal readonly record struct Offset(int Channel, int Row, int Column);

/// <summary>Part of a value that is copied to part of another.</summary>
/// <param name="From">The source.</param>
/// <param name="FromOffset">Where the part begins in it.</param>
/// <param name="To">The destination.</param>
/// <param name="ToOffset">Where it begins there.</param>
/// <param name="Size">Channels, rows and columns.</param>
internal sealed record RegionCopy(Value From, Offset FromOffset, Value To, Offset ToOffset, Shape Size);

/// <summary>Copies boxes of channels, rows and columns between values in blocks of 16 channels.</summary>
internal sealed class RegionsKernel(string name, Node node, string title, IReadOnlyList<RegionCopy> copies)
    : RowKernel(name, node, title, [.. Named(copies).Select(pair => new KernelArgument(pair.Value, new Operand.OfValue(pair.Key)))])
{
    private readonly Dictionary<Value, string> _names = Named(copies);

    private static Dictionary<Value, string> Named(IReadOnlyList<RegionCopy> copies)
    {
        var names = new Dictionary<Value, string>();
        foreach (Value value in copies.Select(copy => copy.From).Distinct())
            names[value] = copies.Select(copy => copy.From).Distinct().Count() == 1 ? "input" : $"input_{names.Count}";
        names[copies[0].To] = "output";
        return names;
    }

    protected override RowDivision Divisible => RowDivision.OfRows(copies[0].To.Shape.Height);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        foreach (RegionCopy copy in copies)
        {
            if (copies.Count > 1)
                w.Comment($"{copy.From.Name}: {copy.Size}");
            using (copies.Count > 1 ? w.Scoped() : w.Loop("", 1))
            {
                if (copy.FromOffset.Channel % Layout.BlockSize == 0 && copy.ToOffset.Channel % Layout.BlockSize == 0)
                    WriteBlocks(w, writer.Isa, copy);
                else
                    WriteChannels(w, copy);
            }
        }
    });

    /// <summary>Channels begin at a multiple of 16 on both sides: whole blocks, and the last one as far as it goes.</summary>
    private void WriteBlocks(CodeWriter w, InstructionSet isa, RegionCopy copy)
    {
        (Layout from, Layout to) = (copy.From.Layout!, copy.To.Layout!);
        int whole = copy.Size.Channels / Layout.BlockSize, rest = copy.Size.Channels % Layout.BlockSize, length = copy.Size.Width * Layout.BlockSize;
        // A block that both sides only half fill ends both: what lies behind its channels is nobody's.
        if (rest > 0 && copy.ToOffset.Channel + copy.Size.Channels == to.Shape.Channels)
            (whole, rest) = (whole + 1, 0);
        (int a, int b) = (At(from, copy.FromOffset), At(to, copy.ToOffset));
        bool both = whole > 0 && rest > 0;
        if (whole > 0)
        {
            using (both ? w.Scoped() : w.Loop("", 1))
            using (w.Loop("block", whole))
            using (Division.Rows(w, copy.Size.Height, copy.ToOffset.Row))
            {
                w.Line($"float* a = {Place(_names[copy.From], a, ("block", whole, from.BlockStride), ("row", copy.Size.Height, from.RowStride))};");
                w.Line($"float* b = {Place("output", b, ("block", whole, to.BlockStride), ("row", copy.Size.Height, to.RowStride))};");
                using (w.Block($"for (int i = 0; i < {length}; i += {isa.Lanes})"))
                    w.Line(isa.Store("b + i", isa.Load("a + i")));
            }
        }

        if (rest > 0)
        {
            using (both ? w.Scoped() : w.Loop("", 1))
                WriteLanes(w, copy, $"{rest}", Place(_names[copy.From], a + (whole * from.BlockStride), ("row", copy.Size.Height, from.RowStride)), Place("output", b + (whole * to.BlockStride), ("row", copy.Size.Height, to.RowStride)));
        }
    }

    private void WriteLanes(CodeWriter w, RegionCopy copy, string lanes, string from, string to)
    {
        using (Division.Rows(w, copy.Size.Height, copy.ToOffset.Row))
        {
            w.Line($"float* a = {from};");
            w.Line($"float* b = {to};");
            using (w.Loop("column", copy.Size.Width))
            {
                string at = copy.Size.Width > 1 ? $"column * {Layout.BlockSize} + lane" : "lane";
                w.Line($"for (int lane = 0; lane < {lanes}; lane++)");
                w.Line($"    b[{at}] = a[{at}];");
            }
        }
    }

    /// <summary>Channels begin within a block: one at a time.</summary>
    private void WriteChannels(CodeWriter w, RegionCopy copy)
    {
        (Layout from, Layout to) = (copy.From.Layout!, copy.To.Layout!);
        static string Channel(Layout layout, int first) =>
            first == 0 ? $"channel / {Layout.BlockSize} * {layout.BlockStride} + channel % {Layout.BlockSize}"
            : $"(channel + {first}) / {Layout.BlockSize} * {layout.BlockStride} + (channel + {first}) % {Layout.BlockSize}";
        using (w.Block($"for (int channel = 0; channel < {copy.Size.Channels}; channel++)"))
        using (Division.Rows(w, copy.Size.Height, copy.ToOffset.Row))
        {
            w.Line($"float* a = {Place(_names[copy.From], At(from, copy.FromOffset with { Channel = 0 }), ("row", copy.Size.Height, from.RowStride))} + {Channel(from, copy.FromOffset.Channel)};");
            w.Line($"float* b = {Place("output", At(to, copy.ToOffset with { Channel = 0 }), ("row", copy.Size.Height, to.RowStride))} + {Channel(to, copy.ToOffset.Channel)};");
            using (w.Loop("column", copy.Size.Width))
                w.Line(copy.Size.Width > 1 ? $"b[column * {Layout.BlockSize}] = a[column * {Layout.BlockSize}];" : "*b = *a;");
        }
    }

    private static int At(Layout layout, Offset offset) =>
        layout.Origin + (offset.Channel / Layout.BlockSize * layout.BlockStride) + (offset.Row * layout.RowStride) + (offset.Column * layout.ColumnStride);
}
