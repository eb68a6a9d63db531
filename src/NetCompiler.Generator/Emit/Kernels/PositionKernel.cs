using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>A value that a kernel goes through position by position.</summary>
/// <param name="Name">The kernel's parameter.</param>
/// <param name="Pixel">The local that points at a position's first channel.</param>
/// <param name="Value">The value: blocks of 16 channels, or features side by side.</param>
internal sealed record PositionArgument(string Name, string Pixel, Value Value);

/// <summary>
/// A kernel that computes each position of an image or sequence from all channels there; a vector is a single position. Channels are swept over
/// register by register, and what lies beyond the last one never enters a result.
/// </summary>
internal abstract class PositionKernel(string name, Node node, string title, params IReadOnlyList<PositionArgument> values)
    : RowKernel(name, node, title, [.. values.Select(value => new KernelArgument(value.Name, new Operand.OfValue(value.Value))), new KernelArgument("scratch", new Operand.OfScratch())])
{
    private readonly Shape _shape = values[0].Value.Shape;

    protected int Channels => _shape.Channels;

    /// <summary>Channels in whole blocks: floats that one position's channels take in scratch.</summary>
    protected int PaddedChannels => (Channels + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;

    /// <summary>Writes what is needed once for all positions.</summary>
    protected virtual void WriteOnce(CodeWriter w, InstructionSet isa)
    {
    }

    /// <summary>Writes what is computed at one position.</summary>
    protected abstract void WritePosition(CodeWriter w, InstructionSet isa);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        WriteOnce(w, writer.Isa);
        using (w.Loop("row", _shape.Height))
        using (w.Loop("column", _shape.Width))
        {
            foreach (PositionArgument value in values)
            {
                Layout layout = value.Value.ChannelLayout;
                w.Line($"float* {value.Pixel} = {Place(value.Name, layout.Origin, ("row", _shape.Height, layout.RowStride), ("column", _shape.Width, layout.ColumnStride))};");
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
            PositionArgument? value = values.FirstOrDefault(value => value.Pixel == pointer);
            int blockStride = value?.Value.ChannelLayout.BlockStride ?? Layout.BlockSize;
            int offset = (first / Layout.BlockSize * blockStride) + (first % Layout.BlockSize);
            bool isExact = value?.Value.Placement!.Region == Region.Output;
            return (Place(pointer, offset, [.. loops.Select(loop => loop.Variable == "block" ? loop with { Step = blockStride } : loop)]), isExact);
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
