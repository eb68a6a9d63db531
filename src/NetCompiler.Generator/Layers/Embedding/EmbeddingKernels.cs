using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Embedding;

internal sealed partial record EmbeddingOperation
{
    /// <summary>Indexes are read one by one, wherever they lie.</summary>
    public override bool ReadsPlanar => true;

    /// <summary>Training reads the table where it is: a copy at each step would cost more than the few rows that a batch reads.</summary>
    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node);
        Parameter table = node.Parameters[0];
        Operand operand = lowering.IsTraining ? new Operand.OfParameter(table) : new Operand.OfPacked(lowering.Pack(new CopiedTable(name, 0, table)).Offset);
        return new EmbeddingKernel(name, node, operand, this);
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient) =>
        gradients.AddWeightGradient(node, new EmbeddingGradientOperation(this), node.Inputs[0], outputGradient);

    /// <summary>Writes an index as <c>row</c>, and whether the table has that row as <c>known</c>: no number, NaN among them, may lead outside the table.</summary>
    public void WriteIndex(CodeWriter w, string index)
    {
        w.Line($"float index = {index};");
        w.Line("int row = index >= 0f && index < 2147483648f ? (int)index : -1;");
        w.Line($"bool known = (uint)row < {Count}u && row == index;");
    }
}

/// <summary>The gradient of the table, from the indexes and the gradient of the rows.</summary>
internal sealed record EmbeddingGradientOperation(EmbeddingOperation Embedding) : Operation
{
    public override string Kind => "EmbeddingGradient";

    public override bool ReadsPlanar => true;

    public override Kernel Lower(Lowering lowering, Node node) => new EmbeddingGradientKernel(
        lowering.NameOf(node, "WeightGradient"), node, Embedding, lowering.ImageStride(node.Inputs[0]), lowering.ImageStride(node.Inputs[1]));
}

/// <summary>A table as it is: what is contiguous in a row stays so.</summary>
/// <param name="Kernel">The kernel that reads it.</param>
/// <param name="Offset">Where the copy begins, in floats.</param>
/// <param name="Tensor">The table.</param>
internal sealed record CopiedTable(string Kernel, int Offset, Parameter Tensor) : Packing(Kernel, Offset)
{
    public override int Length => (int)Tensor.Length;

    public override IReadOnlyList<(string Name, Parameter Parameter)> Sources => [("tensor", Tensor)];

    public override string Comment => $"Copies {Tensor.Name}, row after row.";

    public override void WriteBody(CodeWriter w, InstructionSet isa) => RowKernel.VectorLoop(
        w, isa, Length, i => w.Line(isa.Store($"packed + {i}", isa.Load($"tensor + {i}"))), i => w.Line($"packed[{i}] = tensor[{i}];"));
}

/// <summary>Copies the row of each index into the blocks of its position; NaN where there is no such row.</summary>
internal sealed class EmbeddingKernel(string name, Node node, Operand table, EmbeddingOperation embedding)
    : RowKernel(name, node, $"{node.Name}: Embedding {embedding.Describe()}", new("input", new Operand.OfValue(node.Inputs[0])), new("table", table), new("output", new Operand.OfValue(node.Output)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        Layout to = Node.Output.Layout!;
        int whole = embedding.Dimension / Layout.BlockSize, rest = embedding.Dimension % Layout.BlockSize;
        using (w.Loop("position", to.Shape.Width))
        {
            embedding.WriteIndex(w, to.Shape.Width > 1 ? "input[position]" : "*input");
            w.Line($"float* y = {Place("output", to.Origin, ("position", to.Shape.Width, to.ColumnStride))};");
            using (w.Block("if (!known)"))
            {
                w.Comment("Predictions check their indexes; here training sees which layer it was.");
                using (w.Loop("block", to.Blocks))
                using (w.Block($"for (int lane = 0; lane < {Layout.BlockSize}; lane += {isa.Lanes})"))
                    w.Line(isa.Store($"{Place("y", 0, ("block", to.Blocks, to.BlockStride))} + lane", isa.Splat("float.NaN")));
                if (to.Shape.Width > 1)
                    w.Line("continue;");
            }

            using (to.Shape.Width > 1 ? w.Loop("", 1) : w.Block("else"))
            {
                w.Line($"float* x = table + (nint)row * {embedding.Dimension};");
                if (whole > 0)
                {
                    using (w.Loop("block", whole))
                    using (w.Block($"for (int lane = 0; lane < {Layout.BlockSize}; lane += {isa.Lanes})"))
                        w.Line(isa.Store($"{Place("y", 0, ("block", whole, to.BlockStride))} + lane", isa.Load($"{Place("x", 0, ("block", whole, Layout.BlockSize))} + lane")));
                }

                if (rest > 0)
                {
                    w.Line($"for (int lane = 0; lane < {rest}; lane++)");
                    w.Line($"    y[{whole * to.BlockStride} + lane] = x[{whole * Layout.BlockSize} + lane];");
                }
            }
        }
    });
}

/// <summary>
/// Adds the gradient of each position to the row that it came from. A piece of work is a block of 16 columns of the table, which one thread carries
/// through the batch in order, so that the result does not depend on the number of threads.
/// </summary>
internal sealed class EmbeddingGradientKernel(string name, Node node, EmbeddingOperation embedding, int inputStride, int gradientStride) : Kernel(name, node, KernelScope.Pieces)
{
    private readonly int _whole = embedding.Dimension / Layout.BlockSize;
    private readonly int _rest = embedding.Dimension % Layout.BlockSize;

    public override IReadOnlyList<KernelArgument> Arguments { get; } =
        [new("input", new Operand.OfValue(node.Inputs[0])), new("outputGradient", new Operand.OfValue(node.Inputs[1])), new("tableGradient", new Operand.OfGradient(node.Parameters[0]))];

    public override IEnumerable<string> Describe() => [$"{Node.Name}: gradient of the table, in blocks of {Layout.BlockSize} columns"];

    public override int Pieces(InstructionSet isa) => Node.Inputs[1].Layout!.Blocks;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        Layout dy = Node.Inputs[1].Layout!;
        using (w.Block("for (int block = first; block < end; block++)"))
        {
            w.Line($"float* columns = tableGradient + block * {Layout.BlockSize};");
            using (w.Block($"for (int row = 0; row < {embedding.Count}; row++)"))
            {
                w.Line($"float* to = columns + (nint)row * {embedding.Dimension};");
                WriteColumns(w, isa, at => isa.Zero, at => "0f");
            }

            using (w.Block("for (int image = 0; image < batch; image++)"))
            using (w.Block($"for (int position = 0; position < {dy.Shape.Width}; position++)"))
            {
                embedding.WriteIndex(w, $"input[(nint)image * {inputStride} + position]");
                w.Line("if (!known)");
                w.Line("    continue;");
                w.Line($"float* from = {TileWriter.At("outputGradient", dy.Origin)} + (nint)image * {gradientStride} + block * {dy.BlockStride} + position * {dy.ColumnStride};");
                w.Line($"float* to = columns + (nint)row * {embedding.Dimension};");
                WriteColumns(w, isa, at => isa.Add(isa.Load($"to + {at}"), isa.Load($"from + {at}")), at => $"to[{at}] + from[{at}]");
            }
        }
    });

    /// <summary>Stores to the columns of a row that are in the block: all 16, or those that the last block has.</summary>
    private void WriteColumns(CodeWriter w, InstructionSet isa, Func<string, string> vector, Func<string, string> scalar)
    {
        if (_whole > 0)
        {
            using (_rest > 0 ? w.Block($"if (block < {_whole})") : w.Loop("", 1))
            using (w.Block($"for (int lane = 0; lane < {Layout.BlockSize}; lane += {isa.Lanes})"))
                w.Line(isa.Store("to + lane", vector("lane")));
        }

        if (_rest > 0)
        {
            using (_whole > 0 ? w.Block("else") : w.Loop("", 1))
            {
                w.Line($"for (int lane = 0; lane < {_rest}; lane++)");
                w.Line($"    to[lane] = {scalar("lane")};");
            }
        }
    }
}
