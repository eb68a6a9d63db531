using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>Memory that a kernel goes through pixel by pixel: blocks of 16 channels, or features side by side.</summary>
/// <param name="Name">The kernel's parameter.</param>
/// <param name="Pixel">The local that points at a pixel's first channel.</param>
/// <param name="Operand">What is passed.</param>
/// <param name="Layout">How it lies.</param>
/// <param name="IsExact">Whether the memory ends with the last channel, not with a block.</param>
internal sealed record PixelArgument(string Name, string Pixel, Operand Operand, Layout Layout, bool IsExact = false)
{
    public PixelArgument(string name, string pixel, Value value)
        : this(name, pixel, new Operand.OfValue(value), value.ChannelLayout, value.Placement!.Region == Region.Output)
    {
    }
}

/// <summary>
/// A kernel that computes each position of an image or sequence from all channels there; a vector is a single position. Channels are swept over
/// register by register, and what lies beyond the last one never enters a result.
/// </summary>
/// <param name="name">The method's name.</param>
/// <param name="node">The node.</param>
/// <param name="title">The header's first line.</param>
/// <param name="arrays">How many arrays with a float per channel it needs in scratch.</param>
/// <param name="values">What it goes through; all of the same shape.</param>
internal abstract class PositionKernel(string name, Node node, string title, int arrays, params IReadOnlyList<PixelArgument> values)
    : RowKernel(name, node, title, [.. values.Select(value => new KernelArgument(value.Name, value.Operand)), .. arrays > 0 ? [new("scratch", new Operand.OfScratch())] : Array.Empty<KernelArgument>()])
{
    private readonly Shape _shape = values[0].Layout.Shape;

    protected int Channels => _shape.Channels;

    /// <summary>Floats of one array in scratch: the channels in whole blocks.</summary>
    protected virtual int ArrayLength => (Channels + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;

    public override int ScratchLength(InstructionSet isa) => arrays * ArrayLength;

    /// <summary>A position's channels are gone through several times, with roots and powers among them.</summary>
    protected override int WorkPerFloat => 16;

    protected override RowDivision Divisible => RowDivision.OfRows(_shape.Height);

    /// <summary>Writes what is needed once for all positions.</summary>
    protected virtual void WriteOnce(CodeWriter w, InstructionSet isa)
    {
    }

    /// <summary>Writes what is computed at one position.</summary>
    protected abstract void WritePosition(CodeWriter w, InstructionSet isa);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        WriteOnce(w, writer.Isa);
        using (Division.Rows(w, _shape.Height))
        using (w.Loop("column", _shape.Width))
        {
            foreach (PixelArgument value in values)
            {
                string first = Place(value.Name, value.Layout.Origin, ("row", _shape.Height, value.Layout.RowStride), ("column", _shape.Width, value.Layout.ColumnStride));
                w.Line($"float* {value.Pixel} = {first};");
            }

            WritePosition(w, writer.Isa);
        }
    });

    /// <summary>Writes the same steps for all registers of a position's channels, the first channel's first.</summary>
    protected void Sweep(CodeWriter w, InstructionSet isa, Action<ChannelRegister> write)
    {
        int blocks = Channels / Layout.BlockSize;
        if (blocks > 0)
        {
            using (blocks == 1 && isa.VectorsPerBlock == 1 ? w.Scoped() : w.Loop("block", blocks))
            using (isa.VectorsPerBlock == 1 ? w.Loop("", 1) : w.Block($"for (int lane = 0; lane < {Layout.BlockSize}; lane += {isa.Lanes})"))
                write(Register(0, isa.Lanes, ("block", blocks, 1), ("lane", isa.VectorsPerBlock, 1)));
        }

        for (int first = blocks * Layout.BlockSize; first < Channels; first += isa.Lanes)
        {
            using (w.Scoped())
                write(Register(first, Math.Min(isa.Lanes, Channels - first)));
        }

        ChannelRegister Register(int first, int count, params (string Variable, int Count, int Step)[] loops) => new(isa, count, pointer =>
        {
            PixelArgument? value = values.FirstOrDefault(value => value.Pixel == pointer);
            int blockStride = value?.Layout.BlockStride ?? Layout.BlockSize;
            int offset = (first / Layout.BlockSize * blockStride) + (first % Layout.BlockSize);
            return (Place(pointer, offset, [.. loops.Select(loop => loop.Variable == "block" ? loop with { Step = blockStride } : loop)]), value?.IsExact == true);
        });
    }
}

/// <summary>One register's width of a position's channels.</summary>
/// <param name="isa">The instruction set.</param>
/// <param name="count">Channels in it: fewer than lanes at the end.</param>
/// <param name="place">Where it lies, given the local that points at the position's first channel or at an array with a float per channel; and whether memory ends with the last channel.</param>
internal sealed class ChannelRegister(InstructionSet isa, int count, Func<string, (string Pointer, bool IsExact)> place)
{
    /// <summary>Its values; lanes beyond the last channel hold anything.</summary>
    public string Load(string pointer) => isa.Load(place(pointer).Pointer);

    /// <summary>The values so many channels further on, of an array that reaches beyond the channels.</summary>
    public string Load(string array, int channels) => isa.Load(TileWriter.At(place(array).Pointer, channels));

    /// <summary>As above, with the number of channels in a variable.</summary>
    public string LoadAt(string array, string channels) => isa.Load($"{place(array).Pointer} + {channels}");

    /// <summary>Its values, and the other's in lanes beyond the last channel.</summary>
    public string Load(string pointer, string otherwise) => Only(Load(pointer), otherwise);

    /// <summary>A register whose lanes beyond the last channel are the other's.</summary>
    public string Only(string value, string otherwise) => isa.FirstLanes(count, value, otherwise);

    public void Store(CodeWriter w, string pointer, string value)
    {
        (string at, bool isExact) = place(pointer);
        if (!isExact || count == isa.Lanes)
        {
            w.Line(isa.Store(at, value));
            return;
        }

        w.Line($"{isa.Vector} last = {value};");
        for (int lane = 0; lane < count; lane++)
            w.Line($"({at})[{lane}] = last.GetElement({lane});");
    }
}
