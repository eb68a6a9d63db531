using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Pooling;

internal abstract partial record PoolOperation
{
    public override Kernel Lower(Lowering lowering, Node node) => new PoolKernel(lowering.NameOf(node), node, this);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        if (gradients.Needs(input))
            gradients.Add(node, new PoolGradientOperation(this), input, input, node.Output, outputGradient);
    }

    /// <summary>Writes how much of a window's gradient each of its values gets; called once per value in row-major order.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="isa">For which registers.</param>
    /// <param name="value">The value's place in the window, 0 first.</param>
    /// <param name="x">The value, as a pointer expression.</param>
    /// <returns>The share as an expression.</returns>
    public abstract string Share(CodeWriter w, InstructionSet isa, int value, string x);

    /// <summary>Whether <see cref="Share"/> looks at the values and the pool's result.</summary>
    public abstract bool ShareDependsOnValues { get; }
}

/// <summary>A pool by itself: where it could not be fused, or its input is needed for training.</summary>
internal sealed class PoolKernel(string name, Node node, PoolOperation pool)
    : RowKernel(name, node, $"{node.Name}: {pool.Kind} {pool.Describe()}", new KernelArgument("input", new Operand.OfValue(node.Inputs[0])), new KernelArgument("output", new Operand.OfValue(node.Output)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        (Layout from, Layout to, InstructionSet isa) = (Node.Inputs[0].Layout!, Node.Output.Layout!, writer.Isa);
        using (w.Loop("block", to.Blocks))
        using (w.Loop("row", to.Shape.Height))
        {
            w.Line($"float* x = {Place("input", from.Origin, ("block", to.Blocks, from.BlockStride), ("row", to.Shape.Height, pool.Window.StrideY * from.RowStride))};");
            w.Line($"float* y = {Place("output", to.Origin, ("block", to.Blocks, to.BlockStride), ("row", to.Shape.Height, to.RowStride))};");
            using (w.Loop("column", to.Shape.Width))
            {
                for (int part = 0; part < isa.VectorsPerBlock; part++)
                    WritePart(w, isa, from, part);
                if (to.Shape.Width > 1)
                {
                    w.Line($"x += {pool.Window.StrideX * from.ColumnStride};");
                    w.Line($"y += {to.ColumnStride};");
                }
            }
        }
    });

    /// <summary>Windows up to 3×3 are unrolled; larger ones are loops.</summary>
    private void WritePart(CodeWriter w, InstructionSet isa, Layout from, int part)
    {
        Window window = pool.Window;
        string joined = $"joined_{part}";
        w.Line($"{isa.Vector} {joined} = {isa.Load(TileWriter.At("x", part * isa.Lanes))};");
        if (window.Height * window.Width <= 9)
        {
            for (int i = 1; i < window.Height * window.Width; i++)
            {
                int offset = (i / window.Width * from.RowStride) + (i % window.Width * from.ColumnStride) + (part * isa.Lanes);
                w.Line($"{joined} = {pool.Join(isa, joined, isa.Load(TileWriter.At("x", offset)))};");
            }
        }
        else
        {
            using (w.Block($"for (int i = 1; i < {window.Height * window.Width}; i++)"))
            {
                string value = isa.Load($"x + {part * isa.Lanes} + i / {window.Width} * {from.RowStride} + i % {window.Width} * {from.ColumnStride}");
                w.Line($"{joined} = {pool.Join(isa, joined, value)};");
            }
        }

        w.Line(isa.Store(TileWriter.At("y", part * isa.Lanes), pool.Finish(isa, joined)));
    }
}

/// <summary>The gradient with respect to a pool's input, from its input, its output and the gradient of that.</summary>
internal sealed record PoolGradientOperation(PoolOperation Pool) : Operation
{
    public override string Kind => $"{Pool.Kind}Gradient";

    public override Kernel Lower(Lowering lowering, Node node) => new PoolGradientKernel(lowering.NameOf(node, "InputGradient"), node, Pool);
}

/// <summary>Spreads each window's gradient over its values. Where windows overlap the shares add up.</summary>
internal sealed class PoolGradientKernel(string name, Node node, PoolOperation pool)
    : RowKernel(name, node, $"{node.Name}: gradient of {pool.Kind} {pool.Describe()}",
        pool.ShareDependsOnValues
            ? [new("input", new Operand.OfValue(node.Inputs[0])), new("output", new Operand.OfValue(node.Inputs[1])), new("outputGradient", new Operand.OfValue(node.Inputs[2])), new("inputGradient", new Operand.OfValue(node.Output))]
            : [new("outputGradient", new Operand.OfValue(node.Inputs[2])), new("inputGradient", new Operand.OfValue(node.Output))])
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        (Value input, Value output, Value gradient, Value result) = (Node.Inputs[0], Node.Inputs[1], Node.Inputs[2], Node.Output);
        (Layout x, Layout y, Layout dy, Layout dx, InstructionSet isa) = (input.Layout!, output.Layout!, gradient.Layout!, result.Layout!, writer.Isa);
        bool overwrites = pool.IsTiling && pool.Window.OutputSize(x.Shape) is var (rows, columns)
            && rows * pool.Window.Height == x.Shape.Height && columns * pool.Window.Width == x.Shape.Width;
        if (!overwrites)
        {
            w.Comment("Windows overlap or leave gaps: the shares are added to zeros.");
            EachRun(w, [dx], (at, length) =>
            {
                using (w.Block($"for (int i = 0; i < {length}; i += {isa.Lanes})"))
                    w.Line(isa.Store($"{At("inputGradient", at[0])} + i", isa.Zero));
            });
        }

        using (w.Loop("block", y.Blocks))
        using (w.Loop("row", y.Shape.Height))
        using (w.Loop("column", y.Shape.Width))
        {
            string Pixel(string pointer, Layout layout, int rowStep, int columnStep) => Place(
                pointer, layout.Origin, ("block", y.Blocks, layout.BlockStride), ("row", y.Shape.Height, rowStep * layout.RowStride), ("column", y.Shape.Width, columnStep * layout.ColumnStride));
            w.Line($"float* dy = {Pixel("outputGradient", dy, 1, 1)};");
            w.Line($"float* dx = {Pixel("inputGradient", dx, pool.Window.StrideY, pool.Window.StrideX)};");
            if (pool.ShareDependsOnValues)
            {
                w.Line($"float* y = {Pixel("output", y, 1, 1)};");
                w.Line($"float* x = {Pixel("input", x, pool.Window.StrideY, pool.Window.StrideX)};");
            }

            using (isa.VectorsPerBlock == 1 ? w.Loop("", 1) : w.Block($"for (int part = 0; part < {Layout.BlockSize}; part += {isa.Lanes})"))
                WriteShares(w, isa, x, dx, overwrites, isa.VectorsPerBlock == 1 ? "" : " + part");
        }
    });

    private void WriteShares(CodeWriter w, InstructionSet isa, Layout x, Layout dx, bool overwrites, string part)
    {
        w.Line($"{isa.Vector} gradient = {isa.Load("dy" + part)};");
        if (pool.ShareDependsOnValues)
            w.Line($"{isa.Vector} result = {isa.Load("y" + part)};");
        for (int i = 0; i < pool.Window.Height * pool.Window.Width; i++)
        {
            (int row, int column) = (i / pool.Window.Width, i % pool.Window.Width);
            string target = TileWriter.At("dx", (row * dx.RowStride) + (column * dx.ColumnStride)) + part;
            string share = pool.Share(w, isa, i, TileWriter.At("x", (row * x.RowStride) + (column * x.ColumnStride)) + part);
            w.Line(isa.Store(target, overwrites ? share : isa.Add(isa.Load(target), share)));
        }
    }
}
