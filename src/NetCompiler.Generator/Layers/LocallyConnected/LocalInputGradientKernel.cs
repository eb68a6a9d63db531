using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.LocallyConnected;

/// <summary>
/// The gradient with respect to the input where every output pixel has weights of its own: pixel after pixel, each adds its share to the part of the
/// input that its window covers. It reads the weights as the forward pass has packed them, registers of filters for one input channel, multiplies by the
/// gradient's registers of filters, and sums up the lanes. All images of a batch follow each other while a pixel's weights are in the cache.
/// </summary>
internal sealed class LocalInputGradientKernel(
    string name, Node node, Window window, PackedWeights packed, int gradientStride, int inputStride)
    : Kernel(name, node, KernelScope.Batch)
{
    private readonly Layout _gradient = node.Inputs[0].Layout!;
    private readonly Layout _input = node.Output.Layout!;
    private readonly Contraction _forward = packed.Phases[0];

    public override IReadOnlyList<KernelArgument> Arguments =>
    [
        new("outputGradient", new Operand.OfValue(Node.Inputs[0])),
        new("packed", new Operand.OfPacked(packed.Offset)),
        new("inputGradient", new Operand.OfValue(Node.Output)),
    ];

    public override IEnumerable<string> Describe() =>
    [
        ConvolutionKernels.InputGradientTitle(Node),
        $"gradient  {Node.Inputs[0].Name} {_gradient.Shape}, {_gradient}",
        $"weights   {packed.Weight.Name} [{string.Join(", ", packed.Weight.Dimensions)}] as the forward pass has packed them",
        $"result    {Node.Output.Name} {_input.Shape}, {_input}",
    ];

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        PackedGroups groups = packed.Choose(_forward, isa);
        w.Line($"float* weights = {TileWriter.At("packed", packed.HeaderLength)};");
        using (w.Block("for (int image = 0; image < count; image++)"))
        {
            w.Line($"float* empty = inputGradient + (nint)image * {inputStride};");
            w.Line($"for (int i = 0; i < {_input.Blocks * _input.BlockStride}; i += {isa.Lanes})");
            w.Line($"    {isa.Store("empty + i", isa.Zero)}");
        }

        w.Comment("Output pixels in order; of each window the rows and columns that lie inside the image.");
        using (w.Block($"for (int row = 0; row < {_gradient.Shape.Height}; row++)"))
        {
            w.Line($"int top = row * {window.StrideY} - {window.Padding.Top}, firstY = Math.Max(0, -top), endY = Math.Min({window.Height}, {_input.Shape.Height} - top);");
            using (w.Block($"for (int column = 0; column < {_gradient.Shape.Width}; column++)"))
            {
                w.Line($"int left = column * {window.StrideX} - {window.Padding.Left}, firstX = Math.Max(0, -left), endX = Math.Min({window.Width}, {_input.Shape.Width} - left);");
                w.Line($"float* dy = {TileWriter.At("outputGradient", _gradient.Origin)} + row * {_gradient.RowStride} + column * {_gradient.ColumnStride};");
                using (w.Block("for (int ky = firstY; ky < endY; ky++)"))
                using (w.Block("for (int kx = firstX; kx < endX; kx++)"))
                {
                    w.Line($"float* dx = {TileWriter.At("inputGradient", _input.Origin)} + (top + ky) * {_input.RowStride} + (left + kx) * {_input.ColumnStride};");
                    w.Line($"int tap = ky * {window.Width} + kx;");
                    foreach (FilterGroup group in FilterGroups(groups, isa))
                        WriteGroup(writer, w, group);
                }

                w.Line($"weights += {_forward.ReductionLength * groups.AllWidth};");
            }
        }
    });

    /// <summary>So many groups of equally many registers of filters.</summary>
    /// <param name="Start">The first filter.</param>
    /// <param name="Count">Groups.</param>
    /// <param name="Width">Filters in each, empty lanes included.</param>
    /// <param name="Filters">Filters in the last register that exist.</param>
    private sealed record FilterGroup(int Start, int Count, int Width, int Filters);

    private IEnumerable<FilterGroup> FilterGroups(PackedGroups groups, InstructionSet isa)
    {
        int rest = _forward.OutputChannels % isa.Lanes, whole = groups.Count * groups.Width;
        bool partial = rest > 0 && groups.TailWidth == 0;
        if (groups.Count > (partial ? 1 : 0))
            yield return new FilterGroup(0, groups.Count - (partial ? 1 : 0), groups.Width, isa.Lanes);
        if (partial)
            yield return new FilterGroup(whole - groups.Width, 1, groups.Width, rest);
        if (groups.TailWidth > 0)
            yield return new FilterGroup(whole, 1, groups.TailWidth, rest > 0 ? rest : isa.Lanes);
    }

    private void WriteGroup(KernelWriter writer, CodeWriter w, FilterGroup group)
    {
        int full = _input.Shape.Channels / Layout.BlockSize, rest = _input.Shape.Channels % Layout.BlockSize;
        using (w.Loop("group", group.Count))
        {
            int perGroup = group.Width * _forward.ReductionLength, gradientPerGroup = group.Width / Layout.BlockSize * _gradient.BlockStride;
            string weights = RowKernel.Place("weights", group.Start * _forward.ReductionLength, ("group", group.Count, perGroup));
            string gradient = RowKernel.Place("dy", group.Start / Layout.BlockSize * _gradient.BlockStride, ("group", group.Count, gradientPerGroup));
            if (full > 0)
            {
                int perTap = Layout.BlockSize * group.Width;
                string at = RowKernel.Place(weights, 0, ("block", full, window.Taps * perTap));
                using (w.Loop("block", full))
                    w.Line($"{Tile(writer, group, Layout.BlockSize)}({at} + tap * {perTap}, {gradient}, {RowKernel.Place("dx", 0, ("block", full, _input.BlockStride))}, count);");
            }

            if (rest > 0)
            {
                string at = TileWriter.At(weights, full * Layout.BlockSize * window.Taps * group.Width);
                w.Line($"{Tile(writer, group, rest)}({at} + tap * {rest * group.Width}, {gradient}, {TileWriter.At("dx", full * _input.BlockStride)}, count);");
            }
        }
    }

    /// <summary>One tap of a block of channels.</summary>
    private string Tile(KernelWriter writer, FilterGroup group, int channels)
    {
        InstructionSet isa = writer.Isa;
        int vectors = group.Width / isa.Lanes;
        string comment = $"Adds the sums over {((vectors - 1) * isa.Lanes) + group.Filters} filters to {channels} input channels.";
        string suffix = group.Filters == isa.Lanes ? "" : $"Rest{group.Filters}";
        return writer.Part($"Tile{channels}x{vectors}{suffix}", "float* weights, float* outputGradient, float* inputGradient, int images", comment, w =>
        {
            using (w.Block("for (int image = 0; image < images; image++)"))
            {
                for (int vector = 0; vector < vectors; vector++)
                {
                    int offset = (vector / isa.VectorsPerBlock * _gradient.BlockStride) + (vector % isa.VectorsPerBlock * isa.Lanes);
                    w.Line($"{isa.Vector} dy_{vector} = {isa.Load(TileWriter.At("outputGradient", offset))};");
                }

                if (group.Filters < isa.Lanes)
                {
                    w.Comment("Lanes beyond the last filter may hold anything.");
                    string filled = $"{isa.Class}.Create({string.Join(", ", Enumerable.Range(0, isa.Lanes).Select(lane => lane < group.Filters ? "1f" : "0f"))})";
                    w.Line($"dy_{vectors - 1} = {isa.SelectGreater(filled, isa.Zero, $"dy_{vectors - 1}", isa.Zero)};");
                }

                for (int first = 0; first < channels; first += isa.Lanes)
                    WriteChannels(w, isa, first, Math.Min(isa.Lanes, channels - first), vectors);
                w.Line($"outputGradient += {gradientStride};");
                w.Line($"inputGradient += {inputStride};");
            }
        });
    }

    /// <summary>A register of input channels: a register of partial sums for each, then all of them added up pair by pair, which leaves them in order.</summary>
    private static void WriteChannels(CodeWriter w, InstructionSet isa, int first, int channels, int vectors)
    {
        List<string> sums = [];
        for (int lane = 0; lane < isa.Lanes; lane++)
        {
            string sum = $"sum_{first + lane}";
            sums.Add(sum);
            if (lane >= channels)
            {
                w.Line($"{isa.Vector} {sum} = {isa.Zero};");
                continue;
            }

            for (int vector = 0; vector < vectors; vector++)
            {
                string weights = isa.Load(TileWriter.At("weights", (((first + lane) * vectors) + vector) * isa.Lanes));
                w.Line(vector == 0
                    ? $"{isa.Vector} {sum} = {isa.Multiply(weights, "dy_0")};"
                    : $"{sum} = {isa.MultiplyAdd(weights, $"dy_{vector}", sum)};");
            }
        }

        while (sums.Count > 1)
        {
            for (int i = 0; i < sums.Count; i += 2)
                w.Line($"{sums[i]} = {isa.Add(isa.Even(sums[i], sums[i + 1]), isa.Odd(sums[i], sums[i + 1]))};");
            sums = [.. sums.Where((_, i) => i % 2 == 0)];
        }

        string target = TileWriter.At("inputGradient", first);
        w.Line(isa.Store(target, isa.Add(isa.Load(target), sums[0])));
    }
}
