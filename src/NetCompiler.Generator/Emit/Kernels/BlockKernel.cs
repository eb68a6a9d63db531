using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>Sixteen channels, or fewer at the end, as a kernel goes through their pixels.</summary>
/// <param name="Count">Channels; those beyond the image's last may be among them where memory is there for them.</param>
/// <param name="First">What the block's number adds to a constant offset, per float of a block: how far its numbers per channel are from the first channel's.</param>
internal readonly record struct ChannelBlock(int Count, Func<string, int, string> First)
{
    /// <summary>Registers that hold the channels.</summary>
    public int Parts(InstructionSet isa) => (Count + isa.Lanes - 1) / isa.Lanes;

    /// <summary>Where an array with a float per channel has the channels of a part.</summary>
    public string Place(InstructionSet isa, string array, int part) => TileWriter.At(First(array, Layout.BlockSize), part * isa.Lanes);
}

/// <summary>A kernel that goes through an image block by block, with numbers per channel that stay in registers for all pixels of a block. A vector is one pixel.</summary>
internal abstract class BlockKernel(string name, Node node, string title, IReadOnlyList<PositionArgument> values, params IReadOnlyList<KernelArgument> others)
    : RowKernel(name, node, title, [.. values.Select(value => new KernelArgument(value.Name, new Operand.OfValue(value.Value))), .. others])
{
    /// <summary>Shape and layout of the first value; the others have the same shape.</summary>
    protected Layout First => values[0].Value.ChannelLayout;

    /// <summary>Writes what is computed of a block; locals point at its first channel in each value's first pixel.</summary>
    protected abstract void WriteBlock(CodeWriter w, InstructionSet isa, ChannelBlock block);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        // The caller's memory ends with the last feature; everywhere else the last block may be treated as full.
        bool isExact = values.Any(value => value.Value.Placement!.Region == Region.Output) && First.LastBlockChannels < Layout.BlockSize;
        int looped = First.Blocks - (isExact ? 1 : 0);
        if (looped > 0)
        {
            using (looped == 1 ? w.Scoped() : w.Loop("block", looped))
                Write(Math.Min(First.Shape.Channels, Layout.BlockSize), (pointer, step) => Place(pointer, 0, ("block", looped, step)));
        }

        if (isExact)
        {
            using (w.Scoped())
                Write(First.LastBlockChannels, (pointer, step) => TileWriter.At(pointer, looped * step));
        }

        void Write(int channels, Func<string, int, string> first)
        {
            foreach (PositionArgument value in values)
                w.Line($"float* {value.Pixel} = {TileWriter.At(first(value.Name, value.Value.ChannelLayout.BlockStride), value.Value.ChannelLayout.Origin)};");
            WriteBlock(w, writer.Isa, new ChannelBlock(channels, first));
        }
    });

    /// <summary>The values as sums over the pixels of a block read them.</summary>
    protected PixelSums Sums(IEnumerable<string> pixels, params string[] sums) =>
        new([.. pixels.Select(pixel => (pixel, values.First(value => value.Pixel == pixel).Value.ChannelLayout))], sums);

    /// <summary>Writes the loops over a block's pixels, and the same steps for each register there.</summary>
    protected void EachPixel(CodeWriter w, InstructionSet isa, ChannelBlock block, Action<int, ChannelRegister> write)
    {
        Shape shape = First.Shape;
        using (w.Loop("row", shape.Height))
        {
            foreach (PositionArgument value in values)
                w.Line($"float* {value.Pixel}Row = {Place(value.Pixel, 0, ("row", shape.Height, value.Value.ChannelLayout.RowStride))};");
            using (shape.Width == 1 ? w.Loop("", 1) : w.Block($"for (int column = 0; column < {shape.Width * Layout.BlockSize}; column += {Layout.BlockSize})"))
            {
                for (int part = 0; part < block.Parts(isa); part++)
                {
                    int offset = part * isa.Lanes;
                    using (w.Scoped())
                    {
                        write(part, new ChannelRegister(isa, Math.Min(isa.Lanes, block.Count - offset), pointer =>
                            (TileWriter.At($"{pointer}Row{(shape.Width > 1 ? " + column" : "")}", offset), values.First(value => value.Pixel == pointer).Value.Placement!.Region == Region.Output)));
                    }
                }
            }
        }
    }
}
