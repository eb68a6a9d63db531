using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Pooling;

internal abstract partial record PoolOperation
{
    /// <summary>Declares <c>gradient</c>: what of a window's gradient <see cref="Share"/> shares out.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="isa">For which registers.</param>
    /// <param name="gradient">The window's gradient.</param>
    /// <param name="count">As for <see cref="Finish"/>.</param>
    public virtual void WriteGradient(CodeWriter w, InstructionSet isa, string gradient, string? count) => w.Line($"{isa.Vector} gradient = {gradient};");

    /// <summary>Writes how much of a window's gradient each of its values gets; called once per value in row-major order.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="isa">For which registers.</param>
    /// <param name="value">The value's place in the window, 0 first; always 0 in a loop over them.</param>
    /// <param name="x">The value, as a pointer expression.</param>
    /// <returns>The share as an expression.</returns>
    public abstract string Share(CodeWriter w, InstructionSet isa, int value, string x);

    /// <summary>Whether <see cref="Share"/> looks at the values and the pool's result.</summary>
    public abstract bool ShareDependsOnValues { get; }
}

/// <summary>The gradient with respect to a pool's input, from its input, its output and the gradient of that.</summary>
internal sealed record PoolGradientOperation(PoolOperation Pool) : Operation
{
    public override string Kind => $"{Pool.Kind}Gradient";

    public override Kernel Lower(Lowering lowering, Node node) => new PoolGradientKernel(lowering.NameOf(node, "InputGradient"), node, Pool);
}

/// <summary>Spreads each window's gradient over its values. Where windows overlap the shares add up.</summary>
internal sealed class PoolGradientKernel(string name, Node node, PoolOperation pool)
    : WindowedKernel(
        name, node, $"{node.Name}: gradient of {pool.Kind} {pool.Describe()}", pool, node.Inputs[0].Shape, node.Inputs[1].Shape,
        pool.ShareDependsOnValues
            ? [new("input", new Operand.OfValue(node.Inputs[0])), new("output", new Operand.OfValue(node.Inputs[1])), new("outputGradient", new Operand.OfValue(node.Inputs[2])), new("inputGradient", new Operand.OfValue(node.Output))]
            : [new("outputGradient", new Operand.OfValue(node.Inputs[2])), new("inputGradient", new Operand.OfValue(node.Output))])
{
    /// <summary>Short names of what the arguments point at, inside the loops.</summary>
    private static readonly Dictionary<string, string> s_pixels = new(StringComparer.Ordinal)
    {
        ["input"] = "x",
        ["output"] = "y",
        ["outputGradient"] = "dy",
        ["inputGradient"] = "dx",
    };

    private readonly bool _overwrites = pool.Partitions(node.Inputs[0].Shape);

    private Layout X => Node.Inputs[0].Layout!;

    private Layout Dx => Node.Output.Layout!;

    protected override Layout LayoutOf(KernelArgument argument) => ((Operand.OfValue)argument.Operand).Value.Layout!;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        if (!_overwrites)
        {
            w.Comment("Windows overlap or leave gaps: the shares are added to zeros.");
            EachRun(w, [Dx], (at, length) =>
            {
                using (w.Block($"for (int i = 0; i < {length}; i += {isa.Lanes})"))
                    w.Line(isa.Store($"{At("inputGradient", at[0])} + i", isa.Zero));
            });
        }

        if (Pool.IsWhole(X.Shape))
            WriteWhole(w, isa);
        else
            WriteBlocks(writer, w, Dx.Blocks);
    });

    /// <summary>One window per channel: a loop over all pixels, or over those of each row where a border is between the rows.</summary>
    private void WriteWhole(CodeWriter w, InstructionSet isa)
    {
        Layout[] layouts = [.. Arguments.Where(IsOnInputSide).Select(LayoutOf)];
        (int rows, int run) = layouts.All(layout => layout.Border.Left + layout.Border.Right == 0) ? (1, Dx.Shape.Height * Dx.Shape.Width) : (Dx.Shape.Height, Dx.Shape.Width);
        using (w.Loop("block", Dx.Blocks))
        {
            foreach (KernelArgument argument in Arguments.Where(argument => !IsOnInputSide(argument)))
                w.Line($"float* {s_pixels[argument.Name]} = {First(argument, Dx.Blocks, OutputRectangle.Of(Node.Inputs[1].Shape))};");
            EachPart(w, isa, count: null, part =>
            {
                using (w.Loop("row", rows))
                {
                    foreach (KernelArgument argument in Arguments.Where(IsOnInputSide))
                        w.Line($"float* {s_pixels[argument.Name]} = {First(argument, Dx.Blocks, OutputRectangle.Of(Node.Inputs[1].Shape), ("row", rows, LayoutOf(argument).RowStride))}{part};");
                    using (w.Block($"for (int i = 0; i < {run * Layout.BlockSize}; i += {Layout.BlockSize})"))
                        WriteShare(w, isa, 0, "x + i", "dx + i");
                }
            });
        }
    }

    protected override void WriteInside(CodeWriter w, InstructionSet isa, int blocks, OutputRectangle inside)
    {
        using (w.Loop("row", inside.Rows))
        using (w.Loop("column", inside.Columns))
        {
            foreach (KernelArgument argument in Arguments)
            {
                (int row, int column) = Steps(argument);
                w.Line($"float* {s_pixels[argument.Name]} = {First(argument, blocks, inside, ("row", inside.Rows, row), ("column", inside.Columns, column))};");
            }

            EachPart(w, isa, count: null, part =>
            {
                for (int i = 0; i < Pool.Window.Taps; i++)
                    WriteShare(w, isa, i, TileWriter.At("x", Tap(X, i)) + part, TileWriter.At("dx", Tap(Dx, i)) + part);
            });
        }
    }

    protected override void WriteClippedWindow(CodeWriter w, InstructionSet isa)
    {
        foreach (KernelArgument argument in Arguments.Where(argument => !IsOnInputSide(argument)))
            w.Line($"float* {s_pixels[argument.Name]} = {Pixel(argument.Name, LayoutOf(argument), "row", "column")};");
        EachPart(w, isa, Pool.ClippedCount(X.Shape), part => EachClippedTap(w, () =>
        {
            foreach (KernelArgument argument in Arguments.Where(IsOnInputSide))
                w.Line($"float* {s_pixels[argument.Name]} = {Pixel(argument.Name, LayoutOf(argument), "i", "j")}{part};");
            WriteShare(w, isa, 0, "x", "dx");
        }));
    }

    /// <summary>Goes through the registers of a block; <paramref name="body"/> gets what to add to a pointer.</summary>
    private void EachPart(CodeWriter w, InstructionSet isa, string? count, Action<string> body)
    {
        string part = isa.VectorsPerBlock == 1 ? "" : " + part";
        using (isa.VectorsPerBlock == 1 ? w.Loop("", 1) : w.Block($"for (int part = 0; part < {Layout.BlockSize}; part += {isa.Lanes})"))
        {
            Pool.WriteGradient(w, isa, isa.Load("dy" + part), count);
            if (Pool.ShareDependsOnValues)
                w.Line($"{isa.Vector} result = {isa.Load("y" + part)};");
            body(part);
        }
    }

    private void WriteShare(CodeWriter w, InstructionSet isa, int value, string x, string target)
    {
        string share = Pool.Share(w, isa, value, x);
        w.Line(isa.Store(target, _overwrites ? share : isa.Add(isa.Load(target), share)));
    }
}
