using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>Output channels in groups: so many of one width, and a narrower one at the end where they do not divide.</summary>
internal readonly record struct PackedGroups(int Width, int Count, int TailWidth)
{
    public int AllWidth => (Width * Count) + TailWidth;
}

/// <summary>
/// The weights of a contraction as its tiles read them: first the bias, padded with zeros to whole blocks; then, for each group of output
/// channels, one register after the other for each term of the sum in order. Channels beyond the last are zero.
/// </summary>
/// <param name="Kernel">The kernel that reads them.</param>
/// <param name="Offset">Where the packed form begins, in floats.</param>
/// <param name="Phases">The contractions whose weights are packed, one after the other.</param>
/// <param name="Weight">The tensor.</param>
/// <param name="Bias">The bias, if any.</param>
/// <param name="Choose">How a phase groups its output channels.</param>
/// <param name="Map">Where the weights are, for phases that number them in the dense form.</param>
internal sealed record PackedWeights(
    string Kernel, int Offset, IReadOnlyList<Contraction> Phases, Parameter Weight, Parameter? Bias, Func<Contraction, InstructionSet, PackedGroups> Choose, WeightMap? Map = null)
    : Packing(Kernel, Offset)
{
    /// <summary>More phases than this get functions of their own: together they would be too long for one.</summary>
    public const int PhasesPerMethod = 12;

    /// <summary>A normalisation behind the layer whose factors are multiplied into the weights, and whose summands join the bias.</summary>
    public ChannelScale? Scale { get; init; }

    public bool HasBias => Bias is not null || Scale is not null;

    /// <summary>Output pixels with a bias of their own; one where it is shared.</summary>
    private int BiasPixels => Phases[0].BiasGrid.Rows * Phases[0].BiasGrid.Columns;

    private int BiasChannels => (int)(Bias ?? Scale!.Mean).Length / BiasPixels;

    private int BiasLength => HasBias ? Padded(BiasChannels) * BiasPixels : 0;

    /// <summary>Floats in front of the weights: the bias, and factors that only the packing reads.</summary>
    public int HeaderLength => Scale is null ? BiasLength : 2 * BiasLength;

    /// <summary>Enough for every instruction set: groups never reach beyond the padded channels.</summary>
    public override int Length => HeaderLength + Phases.Sum(phase => phase.WeightsPerChannel * Padded(phase.OutputChannels));

    private static int Padded(int channels) => (channels + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;

    /// <summary>Floats of one phase's weights.</summary>
    public static int PhaseLength(Contraction phase, PackedGroups groups) => phase.WeightsPerChannel * groups.AllWidth;

    public override IReadOnlyList<(string Name, Parameter Parameter)> Sources =>
        [.. Scale?.Sources ?? [], .. Bias is null ? Array.Empty<(string, Parameter)>() : [("bias", Bias)], ("weight", Weight)];

    public override string Comment =>
        $"Packs {Weight.Name}{(Bias is null ? "" : $" and {Bias.Name}")} in the order in which the tiles read them{(Scale is null ? "" : $", multiplied by the factors of {Scale.Name}")}.";

    public override void WriteBody(CodeWriter w, InstructionSet isa)
    {
        Map?.WriteFunction(w);
        WriteHeader(w);
        for (int i = 0; i < Phases.Count; i++)
        {
            if (Phases[i].ReductionLength == 0)
                continue;
            if (Phases.Count <= PhasesPerMethod)
            {
                WritePhase(w, Phases[i], isa);
                continue;
            }

            (string parameter, string argument) = Scale is null ? ("", "") : ("float* factors, ", "factors, ");
            using (w.Block($"static float* Phase{i + 1}({parameter}float* weight, float* packed)"))
            {
                WritePhase(w, Phases[i], isa);
                w.Line("return packed;");
            }

            w.Line();
            w.Line($"packed = Phase{i + 1}({argument}weight, packed);");
        }
    }

    /// <summary>Writes what fills the <see cref="HeaderLength"/> floats in front of the weights and moves <c>packed</c> behind them.</summary>
    public void WriteHeader(CodeWriter w)
    {
        if (!HasBias)
            return;
        if (Scale is null)
        {
            int padded = Padded(BiasChannels);
            using (w.Loop("pixel", BiasPixels))
            {
                string value = BiasPixels == 1 ? "bias[channel]" : $"bias[channel * {BiasPixels} + pixel]";
                w.Line($"for (int channel = 0; channel < {padded}; channel++)");
                w.Line($"    packed[channel] = {(BiasChannels == padded ? value : $"channel < {BiasChannels} ? {value} : 0f")};");
                w.Line($"packed += {padded};");
            }

            return;
        }

        w.Line($"float* factors = packed + {BiasLength};");
        using (w.Block($"for (int channel = 0; channel < {BiasChannels}; channel++)"))
        {
            w.Line($"float factor = {Scale.Factor("channel")};");
            w.Line($"packed[channel] = {(Bias is null ? "" : "bias[channel] * factor + ")}{Scale.Summand("channel", "factor")};");
            w.Line("factors[channel] = factor;");
        }

        if (BiasLength > BiasChannels)
        {
            w.Line($"for (int channel = {BiasChannels}; channel < {BiasLength}; channel++)");
            w.Line("    packed[channel] = factors[channel] = 0f;");
        }

        w.Line($"packed += {HeaderLength};");
    }

    private void WritePhase(CodeWriter w, Contraction phase, InstructionSet isa)
    {
        (PackedGroups groups, Positions positions, Repetition repetition) = (Choose(phase, isa), phase.Positions, phase.Repetition);
        using (w.Loop("repetition", repetition.Count))
        using (w.Loop("y", positions.Rows))
        using (w.Loop("x", positions.Columns))
        {
            string origin = RowKernel.Place(
                Map is null ? "weight" : "0", 0,
                ("repetition", repetition.Count, repetition.WeightStep), ("y", positions.Rows, positions.WeightRowStep), ("x", positions.Columns, positions.WeightColumnStep));
            WriteGroups(w, phase, origin, groups.Width, groups.Count, 0);
            if (groups.TailWidth > 0)
                WriteGroups(w, phase, origin, groups.TailWidth, 1, groups.Count * groups.Width);
        }
    }

    private void WriteGroups(CodeWriter w, Contraction phase, string origin, int width, int groups, int start)
    {
        if (groups == 0)
            return;
        int end = start + (width * groups);
        using (groups == 1 ? w.Scoped() : w.Block($"for (int first = {start}; first < {end}; first += {width})"))
        {
            bool full = end <= phase.OutputChannels;
            if (!full)
                w.Line($"int lanes = {(groups == 1 ? $"{phase.OutputChannels - start}" : $"Math.Min({width}, {phase.OutputChannels} - first)")};");
            if (Scale is not null)
                w.Line($"float* factor = {RowKernel.Place("factors", phase.FirstOutputChannel + (groups == 1 ? start : 0), ("first", groups, 1), ("repetition", phase.Repetition.Count, phase.Repetition.OutputChannels))};");
            foreach (ReductionNest nest in phase.Reduction)
            {
                using (phase.Reduction.Count > 1 ? w.Scoped() : w.Loop("", 1))
                {
                    w.Line($"{(Map is null ? "float*" : "int")} from = {(groups == 1 ? TileWriter.At(origin, nest.WeightOffset + (start * phase.OutputWeightStep)) : $"{TileWriter.At(origin, nest.WeightOffset)} + first * {phase.OutputWeightStep}")};");
                    WriteLoop(w, phase, nest, 0, "from", width, full);
                }
            }
        }
    }

    private void WriteLoop(CodeWriter w, Contraction phase, ReductionNest nest, int depth, string from, int width, bool full)
    {
        if (depth == nest.Loops.Count)
        {
            string factor = Scale is null ? "" : " * factor[lane]";
            w.Line($"for (int lane = 0; lane < {width}; lane++)");
            if (Map is null)
            {
                string value = $"({from})[lane * {phase.OutputWeightStep}]{factor}";
                w.Line($"    packed[lane] = {(full ? value : $"lane < lanes ? {value} : 0f")};");
            }
            else
            {
                string place = $"Place({from} + lane * {phase.OutputWeightStep})";
                w.Line("{");
                w.Line($"    int place = {(full ? place : $"lane < lanes ? {place} : -1")};");
                w.Line($"    packed[lane] = place < 0 ? 0f : weight[place]{factor};");
                w.Line("}");
                w.Line();
            }

            w.Line($"packed += {width};");
            return;
        }

        ReductionLoop loop = nest.Loops[depth];
        if (loop.Count == 1)
        {
            WriteLoop(w, phase, nest, depth + 1, from, width, full);
            return;
        }

        using (w.Block($"for (int {loop.Name} = 0; {loop.Name} < {loop.Count}; {loop.Name}++)"))
            WriteLoop(w, phase, nest, depth + 1, $"{from} + {loop.Name}{(loop.WeightStep == 1 ? "" : $" * {loop.WeightStep}")}", width, full);
    }
}
