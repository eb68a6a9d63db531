using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>A kernel that goes through images row by row; the base of everything that is not a contraction.</summary>
internal abstract class RowKernel(string name, Node node, string title, params KernelArgument[] arguments) : Kernel(name, node, KernelScope.Image)
{
    public override IReadOnlyList<KernelArgument> Arguments { get; } = arguments;

    /// <summary>How threads could divide its loops; not at all where a result depends on all blocks and rows.</summary>
    protected virtual RowDivision Divisible => RowDivision.None;

    /// <summary>How threads divide its loops.</summary>
    protected RowDivision Division => IsDivided ? Divisible : RowDivision.None;

    /// <summary>Multiply-adds that take as long as going through a float: from a second-level cache 16 floats come in the time of two cycles' 64 multiply-adds.</summary>
    protected virtual int WorkPerFloat => 4;

    public override long DivisibleWork =>
        Divisible.Parts < 2 ? 0 : WorkPerFloat * Arguments.Select(argument => argument.Operand).OfType<Operand.OfValue>().Sum(operand => (long)operand.Value.Layout!.Length);

    public override int Parts(InstructionSet isa) => Division.Parts;

    public override IEnumerable<string> Describe()
    {
        yield return title;
        int width = Math.Max(9, Arguments.Max(argument => argument.Name.Length));
        foreach (KernelArgument argument in Arguments)
        {
            if (argument.Operand is Operand.OfValue { Value: var value })
                yield return $"{argument.Name.PadRight(width)} {value.Name} {value.Shape}, {value.Layout}";
        }
    }

    /// <summary>
    /// Calls <paramref name="row"/> with an offset expression per layout and a length, for each run of floats that has no border inside: the whole
    /// buffer, where no layout has one, else each row of each block. Of divided work these are blocks or rows.
    /// </summary>
    public static void EachRun(CodeWriter w, IReadOnlyList<Layout> layouts, Action<IReadOnlyList<string>, int> row, RowDivision? division = null)
    {
        Layout first = layouts[0];
        division ??= RowDivision.None;
        bool isPlain = layouts.All(layout => layout.Border.IsNone);
        if (isPlain && division.Axis == DivisionAxis.None)
        {
            row([.. layouts.Select(_ => "0")], first.Blocks * first.BlockStride);
            return;
        }

        if (isPlain && division.Axis == DivisionAxis.Groups)
        {
            using (division.Blocks(w, first.Blocks))
                row([.. layouts.Select(layout => $"block * {layout.BlockStride}")], first.BlockStride);
            return;
        }

        int length = first.Shape.Width * first.ColumnStride;
        using (division.Blocks(w, first.Blocks))
        {
            using (division.Rows(w, first.Shape.Height))
            {
                row([.. layouts.Select(layout =>
                    $"{layout.Origin}" + (first.Blocks > 1 ? $" + block * {layout.BlockStride}" : "") + (first.Shape.Height > 1 ? $" + row * {layout.RowStride}" : ""))], length);
            }
        }
    }

    /// <summary>A pointer expression: an offset, and a step for each loop that really runs.</summary>
    public static string Place(string pointer, int offset, params (string Variable, int Count, int Step)[] loops) =>
        TileWriter.At(pointer, offset) + string.Concat(loops.Where(loop => loop.Count > 1).Select(loop => loop.Step == 1 ? $" + {loop.Variable}" : $" + {loop.Variable} * {loop.Step}"));

    /// <summary>
    /// A number's digits in a mixed radix, lowest first, each as a variable that counts in steps of a size; a digit of one value is none, as in <see cref="Place"/>.
    /// </summary>
    public static void WriteDigits(CodeWriter w, string number, params (string Name, int Count, int Size)[] digits)
    {
        (string Name, int Count, int Size)[] varying = [.. digits.Where(digit => digit.Count > 1)];
        for (int i = 0; i < varying.Length; i++)
        {
            (string name, int count, int size) = varying[i];
            string times = size == 1 ? "" : $" * {size}";
            w.Line(i == varying.Length - 1 ? $"int {name} = {number}{times};" : $"int {name} = {number} % {count}{times};");
            number += $" / {count}";
        }
    }

    protected static string At(string pointer, string offset) => offset == "0" ? pointer : $"{pointer} + {offset}";

    /// <summary>Zeroes a buffer.</summary>
    protected static void Clear(CodeWriter w, InstructionSet isa, string pointer, int length) =>
        VectorLoop(w, isa, length, i => w.Line(isa.Store($"{pointer} + {i}", isa.Zero)), i => w.Line($"{pointer}[{i}] = 0f;"));

    /// <summary>Loops <c>block</c> and <c>lane</c> over the channels of a layout, not beyond the last one.</summary>
    protected static void EachChannel(CodeWriter w, Layout layout, Action<string> write)
    {
        string lanes = layout.Blocks == 1 ? $"{layout.Shape.Channels}"
            : layout.LastBlockChannels == Layout.BlockSize ? $"{Layout.BlockSize}"
            : $"Math.Min({Layout.BlockSize}, {layout.Shape.Channels} - block * {Layout.BlockSize})";
        using (w.Loop("block", layout.Blocks))
        using (w.Block($"for (int lane = 0; lane < {lanes}; lane++)"))
            write("lane");
    }

    /// <summary>A loop over <paramref name="length"/> floats: registers while they last, then single floats.</summary>
    public static void VectorLoop(CodeWriter w, InstructionSet isa, int length, Action<string> vector, Action<string> scalar)
    {
        int whole = length / isa.Lanes * isa.Lanes;
        if (whole > 0)
        {
            using (w.Block($"for (int i = 0; i < {whole}; i += {isa.Lanes})"))
                vector("i");
        }

        if (whole < length)
        {
            using (w.Block($"for (int i = {whole}; i < {length}; i++)"))
                scalar("i");
        }
    }
}

/// <summary>Zeroes the border that consumers of a value read. Working memory is reused, so this is done every time.</summary>
internal sealed class ZeroBorderKernel(string name, Node node, Value value)
    : RowKernel(name, node, $"Zeros around {value.Name}, where its consumers pad.", new KernelArgument("image", new Operand.OfValue(value)))
{
    protected override RowDivision Divisible => RowDivision.OfBlocks(value.Layout!.Blocks);

    /// <summary>Only the border is written.</summary>
    public override long DivisibleWork => Divisible.Parts < 2 ? 0 : (long)WorkPerFloat * (value.Layout!.Length - (int)value.Shape.Length);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        Layout layout = value.Layout!;
        (Border border, InstructionSet isa) = (layout.Border, writer.Isa);
        void Fill(string at, int length) => VectorLoop(w, isa, length, i => w.Line(isa.Store($"{at} + {i}", isa.Zero)), i => w.Line($"({at})[{i}] = 0f;"));
        int left = border.Left * layout.ColumnStride, right = border.Right * layout.ColumnStride;
        int inside = layout.Shape.Width * layout.ColumnStride;
        int top = (border.Top * layout.RowStride) + left, bottom = right + (border.Bottom * layout.RowStride);
        using (Division.Blocks(w, layout.Blocks))
        {
            w.Line($"float* plane = {Place("image", 0, ("block", layout.Blocks, layout.BlockStride))};");
            if (top > 0)
                Fill("plane", top);
            if (left + right > 0 && layout.Shape.Height > 1)
            {
                w.Comment("From the end of one row to the beginning of the next.");
                using (w.Block($"for (int row = 0; row < {layout.Shape.Height - 1}; row++)"))
                {
                    w.Line($"float* gap = plane + {layout.Origin + inside} + row * {layout.RowStride};");
                    Fill("gap", left + right);
                }
            }

            if (bottom > 0)
                Fill($"plane + {layout.Origin + inside + ((layout.Shape.Height - 1) * layout.RowStride)}", bottom);
        }
    });
}

/// <summary>Applies a shared function to every value.</summary>
internal sealed class MapKernel(string name, Node node, string title, SharedFunction function, Value source, Value destination)
    : RowKernel(name, node, title, new KernelArgument("source", new Operand.OfValue(source)), new KernelArgument("destination", new Operand.OfValue(destination)))
{
    /// <summary>Such functions take 1.5 to 2.5 ns for 16 values, in which 200 to 300 multiply-adds are done.</summary>
    protected override int WorkPerFloat => 8;

    protected override RowDivision Divisible => RowDivision.Of(destination.Layout!);

    public override void Emit(KernelWriter writer) => writer.Entry(w => EachRun(
        w, [source.Layout!, destination.Layout!],
        (at, length) => w.Line($"{writer.Function(function)}({At("source", at[0])}, {At("destination", at[1])}, {length});"),
        Division));
}

/// <summary>Multiplies a gradient in place by an activation's derivative.</summary>
internal sealed class ActivationGradientKernel(string name, Node node, string title, SharedFunction function, string valueName, Value value, Value gradient)
    : RowKernel(name, node, title, new KernelArgument(valueName, new Operand.OfValue(value)), new KernelArgument("gradient", new Operand.OfValue(gradient)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
        EachRun(w, [value.Layout!, gradient.Layout!], (at, length) =>
            w.Line($"{writer.Function(function)}({At(valueName, at[0])}, {At("gradient", at[1])}, {length});")));
}

/// <summary>Copies an image from one layout to another: planes to blocks, blocks to planes, other borders, a window of a larger image.</summary>
/// <param name="name">The method's name.</param>
/// <param name="node">The node.</param>
/// <param name="title">The header's first line.</param>
/// <param name="source">From.</param>
/// <param name="destination">To.</param>
/// <param name="sourceOffset">The first pixel that is read.</param>
/// <param name="destinationOffset">The first pixel that is written.</param>
/// <param name="size">Rows and columns that are copied.</param>
/// <param name="clear">Whether the destination is zeroed first.</param>
/// <param name="sourceLayout">How the source is read, if not as its own layout says.</param>
/// <param name="destinationLayout">How the destination is written, if not as its own layout says.</param>
internal sealed class CopyKernel(
    string name, Node node, string title, Value source, Value destination,
    (int Row, int Column) sourceOffset, (int Row, int Column) destinationOffset, (int Height, int Width) size, bool clear = false,
    Layout? sourceLayout = null, Layout? destinationLayout = null)
    : RowKernel(name, node, title, new KernelArgument("source", new Operand.OfValue(source)), new KernelArgument("destination", new Operand.OfValue(destination)))
{
    /// <summary>What is zeroed first is not divided: a thread would zero what another has copied.</summary>
    protected override RowDivision Divisible => clear ? RowDivision.None : RowDivision.OfRows(size.Height);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        (Layout from, Layout to, InstructionSet isa) = (sourceLayout ?? source.Layout!, destinationLayout ?? destination.Layout!, writer.Isa);
        int channels = from.Shape.Channels;
        int fromOrigin = from.Origin + (sourceOffset.Row * from.RowStride) + (sourceOffset.Column * from.ColumnStride);
        int toOrigin = to.Origin + (destinationOffset.Row * to.RowStride) + (destinationOffset.Column * to.ColumnStride);
        if (clear)
            Clear(w, isa, "destination", to.Length);
        bool sameBlocks = from.ChannelsPerBlock == to.ChannelsPerBlock && source.Placement!.Region == Region.Arena && destination.Placement!.Region != Region.Output;
        if (sameBlocks)
        {
            using (w.Loop("block", from.Blocks))
            using (Division.Rows(w, size.Height))
            {
                w.Line($"float* a = {Place("source", fromOrigin, ("block", from.Blocks, from.BlockStride), ("row", size.Height, from.RowStride))};");
                w.Line($"float* b = {Place("destination", toOrigin, ("block", from.Blocks, to.BlockStride), ("row", size.Height, to.RowStride))};");
                VectorLoop(w, isa, size.Width * from.ColumnStride, i => w.Line(isa.Store($"b + {i}", isa.Load($"a + {i}"))), i => w.Line($"b[{i}] = a[{i}];"));
            }

            return;
        }

        string Channel(Layout layout) => layout.IsBlocked ? $"channel / {Layout.BlockSize} * {layout.BlockStride} + channel % {Layout.BlockSize}" : $"channel * {layout.BlockStride}";
        using (w.Loop("channel", channels))
        using (Division.Rows(w, size.Height))
        {
            w.Line($"float* a = {Place("source", fromOrigin, ("row", size.Height, from.RowStride))}{(channels > 1 ? $" + {Channel(from)}" : "")};");
            w.Line($"float* b = {Place("destination", toOrigin, ("row", size.Height, to.RowStride))}{(channels > 1 ? $" + {Channel(to)}" : "")};");
            if (from.ColumnStride == 1 && to.ColumnStride == 1)
            {
                VectorLoop(w, isa, size.Width, i => w.Line(isa.Store($"b + {i}", isa.Load($"a + {i}"))), i => w.Line($"b[{i}] = a[{i}];"));
            }
            else
            {
                w.Line($"for (int column = 0; column < {size.Width}; column++)");
                w.Line($"    b[column * {to.ColumnStride}] = a[column * {from.ColumnStride}];");
            }
        }
    });
}

/// <summary>Zeroes the gradients of weights that nothing depends on.</summary>
internal sealed class ZeroGradientKernel(string name, Node node) : Kernel(name, node, KernelScope.Pieces)
{
    public override IReadOnlyList<KernelArgument> Arguments { get; } =
        [.. node.Parameters.Where(parameter => parameter.IsTrainable).Select((parameter, i) => new KernelArgument($"gradient_{i}", new Operand.OfGradient(parameter)))];

    public override IEnumerable<string> Describe() => [$"{Node.Name}: no output depends on these weights"];

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        foreach (KernelArgument argument in Arguments)
        {
            w.Line($"for (int i = 0; i < {((Operand.OfGradient)argument.Operand).Parameter.Length}; i++)");
            w.Line($"    {argument.Name}[i] = 0f;");
        }
    });
}
