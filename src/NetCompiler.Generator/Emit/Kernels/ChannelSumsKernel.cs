using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>A number per channel that is summed over all pixels of all images of a batch.</summary>
/// <param name="Name">The sum's name in the emitted code.</param>
/// <param name="Term">One pixel's share, as an expression of the registers that hold the inputs' values, which have the inputs' names.</param>
internal sealed record ChannelSum(string Name, Func<InstructionSet, string> Term);

/// <summary>
/// Sums over the whole batch, per channel: gradients of per-channel weights, statistics of batch normalisation. A piece of work is a block of 16
/// channels, which one thread carries through the batch in order, so that the result does not depend on the number of threads. Rows are summed
/// first, then images, then the batch: sums of millions of terms stay as exact as those of a few hundred.
/// </summary>
/// <param name="name">The method's name.</param>
/// <param name="node">The node.</param>
/// <param name="title">The header's first line.</param>
/// <param name="inputs">What the terms read: images of the same sizes in blocks of 16 channels, or vectors, with the floats from one image to the next.</param>
/// <param name="constants">Read per channel before the sums, under their names; at least whole blocks long.</param>
/// <param name="sums">What is summed.</param>
/// <param name="results">Where the results go, at least as many floats as there are channels.</param>
internal class ChannelSumsKernel(
    string name, Node node, string title, IReadOnlyList<(string Name, Value Value, int ImageStride)> inputs,
    IReadOnlyList<KernelArgument> constants, IReadOnlyList<ChannelSum> sums, IReadOnlyList<KernelArgument> results)
    : Kernel(name, node, KernelScope.Pieces)
{
    private Layout First => inputs[0].Value.ChannelLayout;

    /// <summary>Pixels of an image.</summary>
    protected int Pixels => First.Shape.Height * First.Shape.Width;

    protected int Channels => First.Shape.Channels;

    /// <summary>Whether all channels are one piece of work, in order, because the results depend on several of them.</summary>
    protected virtual bool IsOnePiece => false;

    public override IReadOnlyList<KernelArgument> Arguments { get; } =
        [.. inputs.Select(input => new KernelArgument($"{input.Name}Values", new Operand.OfValue(input.Value))), .. constants.Select(constant => constant with { Name = $"{constant.Name}Values" }), .. results];

    public override IEnumerable<string> Describe() =>
        [title, .. inputs.Select(input => $"{input.Name,-9} {input.Value.Name} {input.Value.Shape}, {input.Value.Layout}")];

    public override int Pieces(InstructionSet isa) => IsOnePiece ? 1 : First.Blocks;

    /// <summary>Writes what becomes of the finished sums, which are in registers under their names, for <paramref name="channel"/> and those after it. By default each is stored as it is.</summary>
    protected virtual void WriteResults(CodeWriter w, InstructionSet isa, string channel)
    {
        for (int i = 0; i < results.Count; i++)
            WriteStore(w, isa, results[i].Name, channel, sums[i].Name);
    }

    /// <summary>Stores a register per channel, without touching what lies behind the last channel.</summary>
    protected void WriteStore(CodeWriter w, InstructionSet isa, string pointer, string channel, string value)
    {
        if (First.Shape.Channels % Layout.BlockSize == 0)
        {
            w.Line(isa.Store($"{pointer} + {channel}", value));
            return;
        }

        w.Line($"for (int lane = 0; lane < Math.Min({isa.Lanes}, {First.Shape.Channels} - {channel}); lane++)");
        w.Line($"    {pointer}[{channel} + lane] = {value}.GetElement(lane);");
    }

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        int parts = (Math.Min(First.Shape.Channels, Layout.BlockSize) + isa.Lanes - 1) / isa.Lanes;
        using (w.Block(IsOnePiece ? $"for (int block = 0; block < {First.Blocks}; block++)" : "for (int block = first; block < end; block++)"))
        {
            for (int part = 0; part < parts; part++)
            {
                foreach (KernelArgument constant in constants)
                    w.Line($"{isa.Vector} {constant.Name}_{part} = {isa.Load(TileWriter.At($"{constant.Name}Values + block * {Layout.BlockSize}", part * isa.Lanes))};");
                foreach (ChannelSum sum in sums)
                    w.Line($"{isa.Vector} {sum.Name}_{part}_batch = {isa.Zero};");
            }

            using (w.Block("for (int image = 0; image < batch; image++)"))
            {
                foreach ((string input, Value value, int stride) in inputs)
                    w.Line($"float* {input}Image = {TileWriter.At($"{input}Values", value.ChannelLayout.Origin)} + (nint)image * {stride} + block * {value.ChannelLayout.BlockStride};");
                var pixels = new PixelSums([.. inputs.Select(input => ($"{input.Name}Image", input.Value.ChannelLayout))], [.. sums.Select(sum => sum.Name)]);
                pixels.Write(w, isa, parts, (part, load, sumOf) =>
                {
                    foreach (KernelArgument constant in constants)
                        w.Line($"{isa.Vector} {constant.Name} = {constant.Name}_{part};");
                    foreach ((string input, _, _) in inputs)
                        w.Line($"{isa.Vector} {input} = {load($"{input}Image")};");
                    foreach (ChannelSum sum in sums)
                        w.Line($"{sumOf(sum.Name)} = {isa.Add(sumOf(sum.Name), sum.Term(isa))};");
                });
                for (int part = 0; part < parts; part++)
                {
                    foreach (ChannelSum sum in sums)
                        w.Line($"{sum.Name}_{part}_batch = {isa.Add($"{sum.Name}_{part}_batch", PixelSums.Of(sum.Name, part))};");
                }
            }

            for (int part = 0; part < parts; part++)
            {
                using (w.Scoped())
                {
                    w.Line($"int channel = {TileWriter.At($"block * {Layout.BlockSize}", part * isa.Lanes)};");
                    foreach (KernelArgument constant in constants)
                        w.Line($"{isa.Vector} {constant.Name} = {constant.Name}_{part};");
                    foreach (ChannelSum sum in sums)
                        w.Line($"{isa.Vector} {sum.Name} = {sum.Name}_{part}_batch;");
                    WriteResults(w, isa, "channel");
                }
            }
        }
    });
}
