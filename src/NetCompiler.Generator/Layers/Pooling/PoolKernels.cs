using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.Pooling;

internal abstract partial record PoolOperation
{
    public override Kernel Lower(Lowering lowering, Node node) =>
        IsWhole(node.Inputs[0].Shape) ? new WholePoolKernel(lowering.NameOf(node), node, this) : new PoolKernel(lowering.NameOf(node), node, this);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        if (gradients.Needs(input))
            gradients.Add(node, new PoolGradientOperation(this), input, input, node.Output, outputGradient);
    }
}

/// <summary>The rectangles of outputs that a pool's kernels go through: windows inside the input are written out, the others are loops clipped to it.</summary>
internal abstract class WindowedKernel(string name, Node node, string title, PoolOperation pool, Shape input, Shape output, params KernelArgument[] arguments)
    : RowKernel(name, node, title, arguments)
{
    /// <summary>The outputs that the clipped method computes.</summary>
    private const string Rectangle = "int rowBegin, int rowEnd, int columnBegin, int columnEnd";

    protected PoolOperation Pool { get; } = pool;

    protected abstract Layout LayoutOf(KernelArgument argument);

    /// <summary>Whether an argument points at the pool's input or its gradient, rather than at its output or its gradient.</summary>
    protected static bool IsOnInputSide(KernelArgument argument) => argument.Name.StartsWith("input", StringComparison.Ordinal);

    /// <summary>Goes through the blocks of channels.</summary>
    protected void WriteBlocks(KernelWriter writer, CodeWriter w, int blocks)
    {
        OutputRectangle inside = Pool.Inside(input, output);
        using (Division.Blocks(w, blocks))
        {
            foreach (OutputRectangle part in OutputRectangle.Of(output).Around(inside))
            {
                (string suffix, string comment) = inside.IsEmpty ? ("Windows", "The windows of a rectangle of outputs.") : ("Clipped", "The windows of a rectangle of outputs, clipped to the input.");
                string parameters = string.Join(", ", Arguments.Select(argument => $"float* {argument.Name}")) + ", " + Rectangle;
                string method = writer.Part(suffix, parameters, comment, body => WriteClipped(body, writer.Isa));
                string pointers = string.Join(", ", Arguments.Select(argument => Place(argument.Name, LayoutOf(argument).Origin, ("block", blocks, LayoutOf(argument).BlockStride))));
                (string top, string bottom) = Division.Axis == DivisionAxis.Bands ? ($"Math.Max({part.Top}, first)", $"Math.Min({part.Bottom}, end)") : ($"{part.Top}", $"{part.Bottom}");
                w.Line($"{method}({pointers}, {top}, {bottom}, {part.Left}, {part.Right});");
            }

            if (!inside.IsEmpty)
                WriteInside(w, writer.Isa, blocks, inside);
        }
    }

    /// <summary>Writes the outputs whose windows lie inside the input.</summary>
    protected abstract void WriteInside(CodeWriter w, InstructionSet isa, int blocks, OutputRectangle inside);

    /// <summary>Writes one output's window of the clipped method, between <c>firstRow</c>, <c>endRow</c>, <c>firstColumn</c> and <c>endColumn</c>.</summary>
    protected abstract void WriteClippedWindow(CodeWriter w, InstructionSet isa);

    /// <summary>A pointer to an argument's first pixel that a rectangle of outputs needs.</summary>
    protected string First(KernelArgument argument, int blocks, OutputRectangle part, params (string Variable, int Count, int Step)[] loops)
    {
        (Layout layout, Window window) = (LayoutOf(argument), Pool.Window);
        (int row, int column) = IsOnInputSide(argument)
            ? ((part.Top * window.StrideY) - window.Padding.Top, (part.Left * window.StrideX) - window.Padding.Left)
            : (part.Top, part.Left);
        return Place(argument.Name, layout.Origin + (row * layout.RowStride) + (column * layout.ColumnStride), [("block", blocks, layout.BlockStride), .. loops]);
    }

    /// <summary>Floats from an output's place to the next, below it or beside it.</summary>
    protected (int Row, int Column) Steps(KernelArgument argument)
    {
        Layout layout = LayoutOf(argument);
        return IsOnInputSide(argument) ? (Pool.Window.StrideY * layout.RowStride, Pool.Window.StrideX * layout.ColumnStride) : (layout.RowStride, layout.ColumnStride);
    }

    /// <summary>The place of a window's value in row-major order, from its first.</summary>
    protected int Tap(Layout layout, int value) =>
        (value / Pool.Window.Width * Pool.Window.DilationY * layout.RowStride) + (value % Pool.Window.Width * Pool.Window.DilationX * layout.ColumnStride);

    /// <summary>Loops over the values of a clipped window; <c>i</c> and <c>j</c> are rows and columns of the input.</summary>
    protected void EachClippedTap(CodeWriter w, Action body)
    {
        static string Step(string variable, int step) => step == 1 ? $"{variable}++" : $"{variable} += {step}";
        using (w.Block($"for (int i = firstRow; i < endRow; {Step("i", Pool.Window.DilationY)})"))
        using (w.Block($"for (int j = firstColumn; j < endColumn; {Step("j", Pool.Window.DilationX)})"))
            body();
    }

    /// <summary>A pointer to the pixel that two loops stand at.</summary>
    protected static string Pixel(string pointer, Layout layout, string row, string column) =>
        $"{pointer} + {row} * {layout.RowStride} + {column} * {layout.ColumnStride}";

    private void WriteClipped(CodeWriter w, InstructionSet isa)
    {
        using (w.Block("for (int row = rowBegin; row < rowEnd; row++)"))
        {
            Pool.WriteTaps(w, input, output, rows: true);
            using (w.Block("for (int column = columnBegin; column < columnEnd; column++)"))
            {
                Pool.WriteTaps(w, input, output, rows: false);
                WriteClippedWindow(w, isa);
            }
        }
    }
}

/// <summary>A pool by itself: where it could not be fused, or its input is needed for training.</summary>
internal sealed class PoolKernel(string name, Node node, PoolOperation pool)
    : WindowedKernel(
        name, node, $"{node.Name}: {pool.Kind} {pool.Describe()}", pool, node.Inputs[0].Shape, node.Output.Shape,
        new KernelArgument("input", new Operand.OfValue(node.Inputs[0])), new KernelArgument("output", new Operand.OfValue(node.Output)))
{
    private Layout From => Node.Inputs[0].Layout!;

    private Layout To => Node.Output.Layout!;

    protected override Layout LayoutOf(KernelArgument argument) => IsOnInputSide(argument) ? From : To;

    protected override RowDivision Divisible => RowDivision.Of(To);

    public override void Emit(KernelWriter writer) => writer.Entry(w => WriteBlocks(writer, w, To.Blocks));

    protected override void WriteInside(CodeWriter w, InstructionSet isa, int blocks, OutputRectangle inside)
    {
        using (Division.Rows(w, inside.Rows, inside.Top))
        {
            w.Line($"float* x = {First(Arguments[0], blocks, inside, ("row", inside.Rows, Steps(Arguments[0]).Row))};");
            w.Line($"float* y = {First(Arguments[1], blocks, inside, ("row", inside.Rows, Steps(Arguments[1]).Row))};");
            int shared = inside.Columns > 1 ? Math.Max(0, Pool.Window.Width - Pool.Window.StrideX) : 0;
            if (Pool.Window.DilationX > 1)
                shared = 0;
            for (int part = 0; part < isa.VectorsPerBlock; part++)
                WriteColumns(w, isa, part, 0, shared);
            using (w.Loop("column", inside.Columns))
            {
                for (int part = 0; part < isa.VectorsPerBlock; part++)
                    WritePart(w, isa, part, shared);
                if (inside.Columns > 1)
                {
                    w.Line($"x += {Steps(Arguments[0]).Column};");
                    w.Line($"y += {Steps(Arguments[1]).Column};");
                }
            }
        }
    }

    private static string Column(int column, int part) => $"column_{column}_{part}";

    /// <summary>Joins the values of some of the window's columns, each by itself.</summary>
    private void WriteColumns(CodeWriter w, InstructionSet isa, int part, int first, int end)
    {
        for (int column = first; column < end; column++)
        {
            for (int row = 0; row < Pool.Window.Height; row++)
            {
                string value = isa.Load(TileWriter.At("x", Tap(From, (row * Pool.Window.Width) + column) + (part * isa.Lanes)));
                w.Line(row == 0 ? $"{isa.Vector} {Column(column, part)} = {value};" : $"{Column(column, part)} = {Pool.Join(isa, Column(column, part), value)};");
            }
        }
    }

    /// <summary>One output. The window's first columns were the last ones of the window before it, where windows overlap.</summary>
    private void WritePart(CodeWriter w, InstructionSet isa, int part, int shared)
    {
        int width = Pool.Window.Width;
        WriteColumns(w, isa, part, shared, width);
        w.Line($"{isa.Vector} joined_{part} = {Column(0, part)};");
        for (int column = 1; column < width; column++)
            w.Line($"joined_{part} = {Pool.Join(isa, $"joined_{part}", Column(column, part))};");
        w.Line(isa.Store(TileWriter.At("y", part * isa.Lanes), Pool.Finish(isa, $"joined_{part}")));
        for (int column = 0; column < shared; column++)
            w.Line($"{Column(column, part)} = {Column(column + Pool.Window.StrideX, part)};");
    }

    protected override void WriteClippedWindow(CodeWriter w, InstructionSet isa)
    {
        for (int part = 0; part < isa.VectorsPerBlock; part++)
            w.Line($"{isa.Vector} joined_{part} = {Pool.Neutral(isa)};");
        EachClippedTap(w, () =>
        {
            w.Line($"float* x = {Pixel("input", From, "i", "j")};");
            for (int part = 0; part < isa.VectorsPerBlock; part++)
                w.Line($"joined_{part} = {Pool.Join(isa, $"joined_{part}", isa.Load(TileWriter.At("x", part * isa.Lanes)))};");
        });
        w.Line($"float* y = {Pixel("output", To, "row", "column")};");
        for (int part = 0; part < isa.VectorsPerBlock; part++)
            w.Line(isa.Store(TileWriter.At("y", part * isa.Lanes), Pool.Finish(isa, $"joined_{part}", Pool.ClippedCount(From.Shape))));
    }
}

/// <summary>A pool whose window is its whole input: as many running results side by side as hide the time that joining takes.</summary>
internal sealed class WholePoolKernel(string name, Node node, PoolOperation pool)
    : RowKernel(
        name, node, $"{node.Name}: {pool.Kind} {pool.Describe()}",
        new KernelArgument("input", new Operand.OfValue(node.Inputs[0])), new KernelArgument("output", new Operand.OfValue(node.Output)))
{
    /// <summary>An addition takes four cycles.</summary>
    private const int Results = 4;

    protected override RowDivision Divisible => RowDivision.OfBlocks(Node.Output.Layout!.Blocks);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        (Layout from, Layout to, InstructionSet isa) = (Node.Inputs[0].Layout!, Node.Output.Layout!, writer.Isa);
        bool isOneRun = from.Border.Left + from.Border.Right == 0;
        (int rows, int run) = isOneRun ? (1, from.Shape.Height * from.Shape.Width) : (from.Shape.Height, from.Shape.Width);
        int pixels = Results / isa.VectorsPerBlock;
        while (pixels > run)
            pixels /= 2;
        int vectors = pixels * isa.VectorsPerBlock;
        void Join(int count)
        {
            for (int i = 0; i < count; i++)
                w.Line($"joined_{i} = {pool.Join(isa, $"joined_{i}", isa.Load(TileWriter.At("x", i * isa.Lanes)))};");
        }

        using (Division.Blocks(w, to.Blocks))
        {
            for (int i = 0; i < vectors; i++)
                w.Line($"{isa.Vector} joined_{i} = {pool.Neutral(isa)};");
            using (w.Loop("row", rows))
            {
                w.Line($"float* x = {Place("input", from.Origin, ("block", to.Blocks, from.BlockStride), ("row", rows, from.RowStride))};");
                using (w.Block($"for (int i = 0; i < {run / pixels}; i++)"))
                {
                    Join(vectors);
                    w.Line($"x += {pixels * Layout.BlockSize};");
                }

                Join(run % pixels * isa.VectorsPerBlock);
            }

            for (int distance = pixels / 2; distance > 0; distance /= 2)
            {
                for (int i = 0; i < distance * isa.VectorsPerBlock; i++)
                    w.Line($"joined_{i} = {pool.Join(isa, $"joined_{i}", $"joined_{i + (distance * isa.VectorsPerBlock)}")};");
            }

            w.Line($"float* y = {Place("output", to.Origin, ("block", to.Blocks, to.BlockStride))};");
            for (int part = 0; part < isa.VectorsPerBlock; part++)
                w.Line(isa.Store(TileWriter.At("y", part * isa.Lanes), pool.Finish(isa, $"joined_{part}")));
        }
    });
}
