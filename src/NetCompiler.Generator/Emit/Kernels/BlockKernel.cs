using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>Sixteen channels, or fewer at the end, as a kernel goes through their pixels.</summary>
/// <param name="Count">Channels; those beyond the image's last may be among them where memory is there for them.</param>
/// <param name="First">Where an array has the block's first channel, given the floats from one block to the next.</param>
internal readonly record struct ChannelBlock(int Count, Func<string, int, string> First)
{
    /// <summary>Registers that hold the channels.</summary>
    public int Parts(InstructionSet isa) => (Count + isa.Lanes - 1) / isa.Lanes;

    /// <summary>Where an array with a float per channel has the channels of a part.</summary>
    public string Place(InstructionSet isa, string array, int part) => TileWriter.At(First(array, Layout.BlockSize), part * isa.Lanes);
}

/// <summary>A kernel that goes through images block by block, with what belongs to a block's channels in registers for all its pixels. A vector is one pixel.</summary>
internal abstract class BlockKernel(string name, Node node, string title, IReadOnlyList<PixelArgument> images, params IReadOnlyList<KernelArgument> others)
    : RowKernel(name, node, title, [.. images.Select(image => new KernelArgument(image.Name, image.Operand)), .. others])
{
    /// <summary>How the first image lies; the others have the same shape.</summary>
    protected Layout First => images[0].Layout;

    /// <summary>1 / the number of an image's pixels.</summary>
    protected string PerPixel => InstructionSet.Literal(1f / (First.Shape.Height * First.Shape.Width));

    /// <summary>Writes the loop over the blocks. In it locals point at a block's first channel in each image's first pixel.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="write">Writes what is computed of a block.</param>
    /// <param name="separateLast">Whether a last block that is not full is written by itself, so that its channels are counted.</param>
    /// <param name="pixels">The images' locals that are needed; all of them if not given.</param>
    protected void EachBlock(CodeWriter w, Action<ChannelBlock> write, bool separateLast = false, IReadOnlyList<string>? pixels = null)
    {
        int last = First.LastBlockChannels;
        separateLast = last < Layout.BlockSize && (separateLast || images.Any(image => image.IsExact));
        int looped = First.Blocks - (separateLast ? 1 : 0);
        if (looped > 0)
        {
            using (looped == 1 && Division.Parts == 1 ? w.Scoped() : Division.Blocks(w, looped))
                Write(Math.Min(First.Shape.Channels, Layout.BlockSize), (pointer, step) => Place(pointer, 0, ("block", looped, step)));
        }

        if (separateLast)
        {
            using (Division.LastBlock(w, looped))
                Write(last, (pointer, step) => TileWriter.At(pointer, looped * step));
        }

        void Write(int channels, Func<string, int, string> first)
        {
            foreach (PixelArgument image in images.Where(image => pixels is null || pixels.Contains(image.Pixel)))
                w.Line($"float* {image.Pixel} = {TileWriter.At(first(image.Name, image.Layout.BlockStride), image.Layout.Origin)};");
            write(new ChannelBlock(channels, first));
        }
    }

    /// <summary>The images as sums over the pixels of a block read them.</summary>
    protected PixelSums Sums(IEnumerable<string> pixels, params string[] sums) => new([.. pixels.Select(pixel => (pixel, Image(pixel).Layout))], sums);

    /// <summary>Writes the loops over a block's pixels, and the same steps for each register there.</summary>
    protected void EachPixel(CodeWriter w, InstructionSet isa, ChannelBlock block, Action<int, ChannelRegister> write)
    {
        Shape shape = First.Shape;
        using (shape.Height == 1 ? w.Scoped() : w.Loop("row", shape.Height))
        {
            foreach (PixelArgument image in images)
                w.Line($"float* {image.Pixel}Row = {Place(image.Pixel, 0, ("row", shape.Height, image.Layout.RowStride))};");
            using (shape.Width == 1 ? w.Loop("", 1) : w.Block($"for (int column = 0; column < {shape.Width * Layout.BlockSize}; column += {Layout.BlockSize})"))
            {
                for (int part = 0; part < block.Parts(isa); part++)
                {
                    int offset = part * isa.Lanes;
                    using (w.Scoped())
                    {
                        write(part, new ChannelRegister(
                            isa, Math.Min(isa.Lanes, block.Count - offset),
                            pixel => (TileWriter.At($"{pixel}Row{(shape.Width > 1 ? " + column" : "")}", offset), Image(pixel).IsExact)));
                    }
                }
            }
        }
    }

    private PixelArgument Image(string pixel) => images.First(image => image.Pixel == pixel);
}
