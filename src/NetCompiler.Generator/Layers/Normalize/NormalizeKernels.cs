using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.Normalize;

internal sealed partial record NormalizeOperation
{
    public override bool KeepsLayout => true;

    /// <summary>At the front of a network it reads the caller's planes and leaves planes: the copy with a border that a convolution needs anyway.</summary>
    public override bool ReadsPlanar => true;

    public float Scale(int channel) => 1f / Std[Std.Count == 1 ? 0 : channel];

    public float Shift(int channel) => -Mean[Mean.Count == 1 ? 0 : channel] * Scale(channel);

    public override Kernel Lower(Lowering lowering, Node node) =>
        new NormalizeKernel(lowering.NameOf(node), node, this, isGradient: false);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new NormalizeGradientOperation(this), node.Inputs[0], outputGradient);
    }
}

/// <summary>The gradient of a normalisation: scaled alike, not shifted.</summary>
internal sealed record NormalizeGradientOperation(NormalizeOperation Normalize) : Operation
{
    public override string Kind => "NormalizeGradient";

    public override bool KeepsLayout => true;

    public override Kernel Lower(Lowering lowering, Node node) =>
        new NormalizeKernel(lowering.NameOf(node, "InputGradient"), node, Normalize, isGradient: true);
}

/// <summary>x · scale + shift per channel.</summary>
internal sealed class NormalizeKernel(string name, Node node, NormalizeOperation normalize, bool isGradient)
    : RowKernel(name, node, $"{node.Name}: {(isGradient ? "gradient of " : "")}Normalize {normalize.Describe()}", new KernelArgument("source", new Operand.OfValue(node.Inputs[0])), new KernelArgument("destination", new Operand.OfValue(node.Output)))
{
    private readonly bool _uniform = normalize.Mean.Count == 1 && normalize.Std.Count == 1;

    /// <summary>Whether it goes through its memory as one run of floats.</summary>
    private bool IsRun =>
        (Node.Inputs[0].Layout!, Node.Output.Layout!) is ({ Border.IsNone: true } from, { Border.IsNone: true }) && (_uniform || from.Shape is { Height: 1, Width: 1 });

    protected override RowDivision Divisible => IsRun ? RowDivision.None : RowDivision.Of(Node.Output.Layout!);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        (Layout from, Layout to, InstructionSet isa) = (Node.Inputs[0].Layout!, Node.Output.Layout!, writer.Isa);
        if (!_uniform)
        {
            string Table(Func<int, float> value) => string.Join(", ", Enumerable.Range(0, from.Blocks * from.ChannelsPerBlock).Select(c => InstructionSet.Literal(c < from.Shape.Channels ? value(c) : 0f)));
            w.Comment("Constants of the program, which never move.");
            void Line(string name, Func<int, float> value) =>
                w.Line($"float* {name} = (float*)Unsafe.AsPointer(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference<float>([{Table(value)}]));");
            Line("scales", normalize.Scale);
            if (!isGradient)
                Line("shifts", normalize.Shift);
        }

        if (IsRun && from.Shape is { Height: 1, Width: 1 })
            WriteRun(w, isa, from.Shape.Channels, "0");
        else if (IsRun)
            WriteRun(w, isa, from.IsBlocked ? from.Blocks * from.BlockStride : (int)from.Shape.Length, null);
        else
            WriteRows(w, isa, from, to);
    });

    /// <summary>Features side by side, or constants for all: one run of floats, not a float more than there are.</summary>
    private void WriteRun(CodeWriter w, InstructionSet isa, int length, string? perFeature)
    {
        bool table = perFeature is not null && !_uniform;
        if (!table)
            WriteConstants(w, isa, 0, isa.Constant(normalize.Scale(0)), isa.Constant(normalize.Shift(0)));
        w.Line("float* x = source;");
        w.Line("float* y = destination;");
        VectorLoop(
            w, isa, length,
            i =>
            {
                using (table ? w.Scoped() : w.Loop("", 1))
                {
                    if (table)
                        WriteConstants(w, isa, 0, isa.Load($"scales + {i}"), isa.Load($"shifts + {i}"));
                    w.Line(isa.Store($"y + {i}", Apply(isa, isa.Load($"x + {i}"), 0)));
                }
            },
            i => w.Line(Scalar(i, table ? $"scales[{i}]" : "scale_0.ToScalar()", table ? $"shifts[{i}]" : "shift_0.ToScalar()")));
    }

    private void WriteRows(CodeWriter w, InstructionSet isa, Layout from, Layout to)
    {
        using (Division.Blocks(w, from.Blocks))
        {
            string index = from.Blocks > 1 ? "block" : "0";
            string Vectors(string table, int part) => from.IsBlocked
                ? isa.Load(Place(table, part * isa.Lanes, (index, from.Blocks, Layout.BlockSize)))
                : isa.Splat($"{table}[{index}]");
            int parts = from.IsBlocked && !_uniform ? isa.VectorsPerBlock : 1;
            for (int part = 0; part < parts; part++)
            {
                WriteConstants(
                    w, isa, part,
                    _uniform ? isa.Constant(normalize.Scale(0)) : Vectors("scales", part),
                    _uniform ? isa.Constant(normalize.Shift(0)) : Vectors("shifts", part));
            }

            using (Division.Rows(w, from.Shape.Height))
            {
                string Row(string pointer, Layout layout) => Place(pointer, layout.Origin, ("block", from.Blocks, layout.BlockStride), ("row", from.Shape.Height, layout.RowStride));
                w.Line($"float* x = {Row("source", from)};");
                w.Line($"float* y = {Row("destination", to)};");
                int width = from.Shape.Width * from.ColumnStride;
                if (parts == 1)
                {
                    VectorLoop(w, isa, width, i => w.Line(isa.Store($"y + {i}", Apply(isa, isa.Load($"x + {i}"), 0))), i => w.Line(Scalar(i, "scale_0.ToScalar()", "shift_0.ToScalar()")));
                }
                else
                {
                    using (w.Block($"for (int i = 0; i < {width}; i += {Layout.BlockSize})"))
                    {
                        for (int part = 0; part < parts; part++)
                            w.Line(isa.Store(TileWriter.At("y + i", part * isa.Lanes), Apply(isa, isa.Load(TileWriter.At("x + i", part * isa.Lanes)), part)));
                    }
                }
            }
        }
    }

    private void WriteConstants(CodeWriter w, InstructionSet isa, int part, string scale, string shift)
    {
        w.Line($"{isa.Vector} scale_{part} = {scale};");
        if (!isGradient)
            w.Line($"{isa.Vector} shift_{part} = {shift};");
    }

    private string Apply(InstructionSet isa, string x, int part) =>
        isGradient ? isa.Multiply(x, $"scale_{part}") : isa.MultiplyAdd(x, $"scale_{part}", $"shift_{part}");

    private string Scalar(string i, string scale, string shift) =>
        isGradient ? $"y[{i}] = x[{i}] * {scale};" : $"y[{i}] = x[{i}] * {scale} + {shift};";
}
