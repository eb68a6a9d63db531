using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// Filters each channel by itself: blocks of channels, rows, tiles of pixels, then the function that was fused onto it. The contractions stand for any one
/// channel: forward it is one, an input gradient has one per phase of the stride.
/// </summary>
internal sealed class DepthwiseKernel(string name, Node node, string title, Value input, Value output, PackedWeights weights) : Kernel(name, node, KernelScope.Image)
{
    private readonly Layout _input = input.Layout!;
    private readonly Layout _output = output.Layout!;
    private readonly Dictionary<(Contraction, InstructionSet), DepthwiseSchedule> _schedules = [];

    /// <summary>The inner loop takes about twice as long for a multiply-add as that of a convolution, in which every value is used for many channels.</summary>
    private const int WorkPerMultiplyAdd = 2;

    private int Channels => _output.Shape.Channels;

    public static Kernel Forward(Lowering lowering, Node node, Window window)
    {
        (Value input, Value output) = (node.Inputs[0], node.Output);
        Parameter? bias = node.Parameters.Count > 1 ? node.Parameters[1] : null;
        var geometry = new ConvolutionGeometry(window, 1, output.Shape.Channels);
        Contraction contraction = geometry.Forward(input.Layout!, 0, output.Layout!, 0, bias is not null || node.Scale is not null)[0];
        contraction = contraction with
        {
            Columns = Math.Max(1, contraction.Columns),
            Summand = node.Summand is { Layout: { } layout } ? SummandPlace.Of(layout, 0, layout.ColumnStride) : null,
        };
        return Create(lowering, node, "", ConvolutionKernels.Title(node), input, output, [contraction], node.Parameters[0], bias);
    }

    public static Kernel InputGradient(Lowering lowering, Node node, Window window, Parameter weight)
    {
        (Value outputGradient, Value inputGradient) = (node.Inputs[0], node.Output);
        var geometry = new ConvolutionGeometry(window, inputGradient.Shape.Channels, 1);
        IReadOnlyList<Contraction> phases = geometry.InputGradientPhases(outputGradient.Layout!, inputGradient.Layout!);
        return Create(lowering, node, "InputGradient", $"{node.Name}: gradient with respect to the input", outputGradient, inputGradient, phases, weight, null);
    }

    private static DepthwiseKernel Create(
        Lowering lowering, Node node, string role, string title, Value input, Value output, IReadOnlyList<Contraction> phases, Parameter weight, Parameter? bias)
    {
        string name = lowering.NameOf(node, role);
        int channels = output.Shape.Channels, rest = channels % Layout.BlockSize;
        PackedWeights weights = lowering.Pack(new PackedWeights(
            name, 0, phases, weight, bias, (_, _) => new PackedGroups(Layout.BlockSize, channels / Layout.BlockSize, rest > 0 ? Layout.BlockSize : 0))
        { Scale = role.Length == 0 ? node.Scale : null });
        return new DepthwiseKernel(name, node, title, input, output, weights);
    }

    public override IReadOnlyList<KernelArgument> Arguments { get; } =
    [
        new("input", new Operand.OfValue(input)),
        .. node.Summand is { } summand ? [new KernelArgument("summand", new Operand.OfValue(summand))] : Array.Empty<KernelArgument>(),
        new("packed", new Operand.OfPacked(weights.Offset)),
        new("output", new Operand.OfValue(output)),
    ];

    public override IEnumerable<string> Describe()
    {
        yield return title;
        yield return $"input     {input.Name} {input.Shape}, {input.Layout}";
        if (Node.Summand is { } summand)
            yield return $"summand   {summand.Name} {summand.Shape}, {summand.Layout}";
        yield return $"weights   {weights.Weight.Name} [{string.Join(", ", weights.Weight.Dimensions)}]{(weights.Bias is null ? "" : $" and {weights.Bias.Name}")}, packed in the order of reading";
        yield return $"output    {output.Name} {output.Shape}, {output.Layout}";
        yield return FormattableString.Invariant($"work      {MultiplyAdds:N0} multiply-adds per image");
    }

    private long MultiplyAdds => weights.Phases.Sum(phase => (long)phase.ReductionLength * Channels * phase.Rows * phase.Columns);

    /// <summary>Tiles do not cross the stripes in which the input may come.</summary>
    private DepthwiseSchedule Schedule(Contraction phase, InstructionSet isa)
    {
        if (!_schedules.TryGetValue((phase, isa), out DepthwiseSchedule? schedule))
            _schedules[(phase, isa)] = schedule = DepthwiseSchedule.Choose(phase, isa, _input.HeldRows > 0 ? Stripes.Of(Node).Rows : phase.Rows);
        return schedule;
    }

    public override string DescribeSchedule(InstructionSet isa)
    {
        Contraction longest = weights.Phases.OrderByDescending(phase => phase.ReductionLength).First();
        return Schedule(longest, isa).Why(longest, isa);
    }

    public override ScheduleAccount Account(InstructionSet isa) => new(
        MultiplyAdds, _output.Blocks * isa.VectorsPerBlock * weights.Phases.Sum(phase => Schedule(phase, isa).Cycles), []);

    public override long DivisibleWork => weights.Phases.Count > 1 ? 0 : MultiplyAdds * WorkPerMultiplyAdd;

    public override int Parts(InstructionSet isa) => Division(isa).Parts;

    public override int RowsPerPart(InstructionSet isa) => Schedule(weights.Phases[0], isa).TileRows;

    /// <summary>By bands of rows, which read few rows of each other's, or by blocks of channels.</summary>
    private ContractionDivision Division(InstructionSet isa)
    {
        if (!IsDivided)
            return ContractionDivision.None;
        (Contraction phase, int rest) = (weights.Phases[0], Channels % Layout.BlockSize);
        int height = Schedule(phase, isa).TileRows;
        return _input.HeldRows > 0 ? ContractionDivision.OfStripes(phase.Rows, height) : ContractionDivision.Better(
            ContractionDivision.Of(DivisionAxis.Bands, phase.Rows / height, phase.Rows % height > 0),
            ContractionDivision.Of(DivisionAxis.Groups, Channels / Layout.BlockSize, rest > 0));
    }

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        if (weights.HasBias)
            w.Line("float* bias = packed;");
        w.Line($"float* weights = {TileWriter.At("packed", weights.HeaderLength)};");
        for (int i = 0; i < weights.Phases.Count; i++)
        {
            Contraction phase = weights.Phases[i];
            string prefix = weights.Phases.Count > 1 ? $"Phase{Enumerable.Range(1, i + 1).First(other => phase.HasTilesOf(weights.Phases[other - 1]))}_" : "";
            if (weights.Phases.Count > 1)
                w.Comment($"Phase {i + 1} of {weights.Phases.Count}: {phase.Rows}×{phase.Columns} pixels, {Taps(phase)}.");
            int blocks = Channels / Layout.BlockSize, rest = Channels % Layout.BlockSize;
            if (blocks > 0)
            {
                using (Division(writer.Isa).Loop(w, "block", blocks, DivisionAxis.Groups))
                    WriteBlock(writer, w, phase, prefix, ("block", blocks), 0, writer.Isa.VectorsPerBlock);
            }

            if (rest > 0)
            {
                w.Comment($"The last {rest} channels.");
                using (Division(writer.Isa).Last(w, blocks, DivisionAxis.Groups))
                    WriteBlock(writer, w, phase, prefix, ("block", 1), blocks, (rest + writer.Isa.Lanes - 1) / writer.Isa.Lanes);
            }

            if (i + 1 < weights.Phases.Count && phase.ReductionLength > 0)
                w.Line($"weights += {phase.ReductionLength * _output.Blocks * Layout.BlockSize};");
        }
    });

    private static string Taps(Contraction phase) => phase.ReductionLength == 1 ? "1 tap" : $"{phase.ReductionLength} taps";

    /// <summary>One block of channels: bands of rows, registers of the block, tiles of the band.</summary>
    private void WriteBlock(KernelWriter writer, CodeWriter w, Contraction phase, string prefix, (string Name, int Count) block, int first, int vectors)
    {
        InstructionSet isa = writer.Isa;
        DepthwiseSchedule schedule = Schedule(phase, isa);
        (string Name, int Count) register = ("part", vectors);
        string Of(string pointer, int offset, int perBlock, params (string, int, int)[] loops) =>
            RowKernel.Place(pointer, offset + (first * perBlock), [(block.Name, block.Count, perBlock), .. loops, (register.Name, register.Count, 1)]);
        int row = 0;
        foreach ((int rows, int rowTiles) in ContractionSchedule.Split(phase.Rows, schedule.TileRows))
        {
            using (row == 0 ? Division(isa).Loop(w, "row", rowTiles, DivisionAxis.Bands) : Division(isa).Last(w, row / schedule.TileRows, DivisionAxis.Bands))
            {
                using (vectors == 1 ? w.Loop("", 1) : w.Block($"for (int part = 0; part < {vectors * isa.Lanes}; part += {isa.Lanes})"))
                {
                    int column = 0;
                    foreach ((int columns, int columnTiles) in ContractionSchedule.Split(phase.Columns, schedule.TileColumns))
                    {
                        string At(string pointer, int origin, int perBlock, int rowStep, int columnStep) => Of(
                            pointer, origin + (row * rowStep) + (column * columnStep), perBlock, ("row", rowTiles, rows * rowStep), ("column", columnTiles, columns * columnStep));
                        using (w.Loop("column", columnTiles))
                        {
                            string from = At("input", phase.InputOrigin, _input.BlockStride, phase.InputRowStep, phase.InputColumnStep);
                            string to = At("output", phase.OutputOrigin, phase.OutputBlockStride, phase.OutputRowStep, phase.OutputColumnStep);
                            string added = phase.Summand is { } place ? $"{At("summand", place.Origin, place.BlockStride, place.RowStep, place.ColumnStep)}, " : "";
                            string bias = phase.HasBias ? Of("bias", 0, Layout.BlockSize) : "null";
                            w.Line($"{Tile(writer, phase, prefix, rows, columns)}({from}, {added}{Of("weights", 0, phase.ReductionLength * Layout.BlockSize)}, {bias}, {to});");
                        }

                        column += columns * columnTiles;
                    }
                }

                foreach (ActivationOperation function in Node.Epilogue.OfType<ActivationOperation>().Where(function => !function.FitsInTile))
                {
                    for (int line = 0; line < rows; line++)
                    {
                        string target = RowKernel.Place(
                            "output", phase.OutputOrigin + ((row + line) * phase.OutputRowStep) + (first * phase.OutputBlockStride),
                            (block.Name, block.Count, phase.OutputBlockStride), ("row", rowTiles, rows * phase.OutputRowStep));
                        w.Line($"{writer.Function(function.Function)}({target}, {target}, {phase.Columns * Layout.BlockSize});");
                    }
                }
            }

            row += rows * rowTiles;
        }
    }

    private string Tile(KernelWriter writer, Contraction phase, string prefix, int rows, int columns)
    {
        var tile = new TileWriter(phase, writer.Isa, rows, columns, 1, UsesLanes: false, IsDepthwise: true);
        string comment = $"{rows}×{columns} pixels × {writer.Isa.Lanes} channels: acc_{{pixel}}_0 stay in registers over {Taps(phase)}.";
        return writer.Part($"{prefix}Tile{rows}x{columns}", tile.Parameters, comment, body =>
        {
            tile.WriteSums(body);
            body.Line();
            for (int point = 0; point < rows * columns; point++)
            {
                string sum = TileWriter.Sum(point, 0);
                (int row, int column) = (point / columns, point % columns);
                foreach (Operation operation in Node.Epilogue)
                {
                    if (operation.AddsSummand)
                        body.Line($"{sum} = {writer.Isa.Add(sum, writer.Isa.Load(TileWriter.At("summand", (row * phase.Summand!.RowStep) + (column * phase.Summand.ColumnStep))))};");
                    else if (operation is ActivationOperation { FitsInTile: true } function)
                        body.Line($"{sum} = {function.Apply(body, writer.Isa, sum)};");
                }

                body.Line(writer.Isa.Store(TileWriter.At("output", (row * phase.OutputRowStep) + (column * phase.OutputColumnStep)), sum));
            }
        });
    }
}
