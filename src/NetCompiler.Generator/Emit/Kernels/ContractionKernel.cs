using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Pooling;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// Computes a contraction directly: groups of output channels, rows, tiles of points; then what was fused onto it. A strided convolution's input
/// gradient is several contractions, one per phase of the stride, that share input, output and tensor; so is a convolution whose groups are no whole blocks.
/// </summary>
internal sealed class ContractionKernel : Kernel
{
    private readonly string _title;
    private readonly Value _input;
    private readonly Value _output;
    private readonly PackedWeights _weights;
    private readonly KernelSchedules _schedules;
    private readonly PoolOperation? _pool;

    public ContractionKernel(string name, Node node, string title, Value input, Value output, PackedWeights weights, KernelSchedules schedules)
        : base(name, node, weights.Phases[0].PointsAreImages ? KernelScope.Batch : KernelScope.Image)
    {
        (_title, _input, _output, _weights, _schedules) = (title, input, output, weights, schedules);
        _pool = node.Epilogue.OfType<PoolOperation>().FirstOrDefault();
    }

    public override IReadOnlyList<KernelArgument> Arguments
    {
        get
        {
            var arguments = new List<KernelArgument> { new("input", new Operand.OfValue(_input)) };
            if (Node.Summand is { } summand)
                arguments.Add(new KernelArgument("summand", new Operand.OfValue(summand)));
            arguments.Add(new KernelArgument("packed", new Operand.OfPacked(_weights.Offset)));
            arguments.Add(new KernelArgument("output", new Operand.OfValue(_output)));
            if (_pool is not null && InstructionSet.All.Any(isa => ScratchLength(isa) > 0))
                arguments.Add(new KernelArgument("scratch", new Operand.OfScratch()));
            return arguments;
        }
    }

    public override IEnumerable<string> Describe()
    {
        yield return _title;
        yield return $"input     {_input.Name} {_input.Shape}, {_input.Layout}";
        if (Node.Summand is { } summand)
            yield return $"summand   {summand.Name} {summand.Shape}, {summand.Layout}";
        yield return $"weights   {_weights.Weight.Name} [{string.Join(", ", _weights.Weight.Dimensions)}]{(_weights.Bias is null ? "" : $" and {_weights.Bias.Name}")}, packed in the order of reading";
        yield return $"output    {_output.Name} {_output.Shape}, {_output.Layout}";
        yield return FormattableString.Invariant($"work      {MultiplyAdds:N0} multiply-adds per image{(_weights.Map is null ? "" : ", with the zeros of channels that a filter does not read")}");
    }

    public override string DescribeSchedule(InstructionSet isa)
    {
        Contraction phase = _weights.Phases.OrderByDescending(p => p.ReductionLength).First();
        string why = _schedules.Of(Node, phase, isa).Why(phase, isa);
        return Winograd is not null && _schedules.Winograd(Winograd, isa) is { } other
            ? FormattableString.Invariant($"{why}; {other.Cycles:F0} by Winograd's method, F({other.Rows.Outputs}×{other.Columns.Outputs})") : why;
    }

    /// <summary>The convolution as Winograd's method would compute it, if it could.</summary>
    public WinogradShape? Winograd { get; init; }

    public override ScheduleAccount Account(InstructionSet isa) => _schedules.Account(Node, _weights.Phases, Winograd, MultiplyAdds, isa);

    public override int ScratchLength(InstructionSet isa) => _weights.Phases.Max(phase =>
        _schedules.Divide(Node, phase, isa).PoolAfterBand is { } pool ? BandLength(phase, pool, _schedules.Of(Node, phase, isa), isa) : 0);

    private long MultiplyAdds => _weights.Phases.Sum(phase => (long)phase.WeightsPerChannel * phase.OutputChannels * phase.Rows * Math.Max(1, phase.Columns));

    public override long DivisibleWork => MultiplyAdds;

    public override int Parts(InstructionSet isa) => Division(isa).Parts;

    private ContractionDivision Division(InstructionSet isa) =>
        !IsDivided || FollowsAll(isa) ? ContractionDivision.None
        : _output.Layout!.HeldRows > 0 ? ContractionDivision.OfStripes(_weights.Phases[0].Rows, BandHeight(_weights.Phases[0], isa))
        : ContractionDivision.Choose(_weights.Phases, phase => _schedules.Of(Node, phase, isa), phase => BandHeight(phase, isa));

    /// <summary>Rows of points that are finished together.</summary>
    private int BandHeight(Contraction phase, InstructionSet isa) =>
        _schedules.Divide(Node, phase, isa).PoolAfterBand is null ? _schedules.Of(Node, phase, isa).TileRows : _pool!.Window.Height;

    /// <summary>Whether a function runs over the whole result when all sums are done.</summary>
    private bool FollowsAll(InstructionSet isa) => !FinishesBands && _schedules.Divide(Node, _weights.Phases[0], isa).AfterBand.Count > 0;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        if (_weights.HasBias)
            w.Line("float* bias = packed;");
        w.Line($"float* weights = {TileWriter.At("packed", _weights.HeaderLength)};");
        for (int i = 0; i < _weights.Phases.Count; i++)
        {
            Contraction phase = _weights.Phases[i];
            if (_weights.Phases.Count > 1)
                w.Comment($"Phase {i + 1} of {_weights.Phases.Count}: {(phase.PointsAreImages ? "" : $"{phase.Rows}×{phase.Columns} pixels, ")}{phase.OutputChannels} channels, {phase.ReductionLength} terms.");
            if (phase.Rows > 0 && (phase.PointsAreImages || phase.Columns > 0))
                WritePhase(writer, w, i);
            if (i + 1 < _weights.Phases.Count)
                w.Line($"weights += {PackedWeights.PhaseLength(phase, _schedules.Groups(Node, phase, writer.Isa))};");
        }

        if (FollowsAll(writer.Isa))
            WriteAfterAll(writer, w);
    });

    /// <summary>Whether each band of rows is complete once its tiles are: not where the points are images, or lie apart so that other phases or positions fill the gaps.</summary>
    private bool FinishesBands => _weights.Phases.All(phase => phase is { PointsAreImages: false, Positions.Count: 1 } && phase.OutputColumnStep == _output.Layout!.ColumnStride);

    /// <summary>Many phases get methods of their own: together they would be too long for one.</summary>
    private void WritePhase(KernelWriter writer, CodeWriter w, int index)
    {
        Contraction phase = _weights.Phases[index];
        int alike = Enumerable.Range(0, index + 1).First(i => phase.HasTilesOf(_weights.Phases[i]) && AfterBand(phase) == AfterBand(_weights.Phases[i]));
        (int Functions, int Columns) AfterBand(Contraction other) =>
            _schedules.Divide(Node, other, writer.Isa) is { AfterBand.Count: > 0 and var functions } ? (functions, other.Columns) : (0, 0);
        void Write(CodeWriter body) => new Driver(this, writer, body, phase, _schedules.Of(Node, phase, writer.Isa), _weights.Phases.Count > 1 ? $"Phase{alike + 1}_" : "").Write();
        if (_weights.Phases.Count <= PackedWeights.PhasesPerMethod)
        {
            Write(w);
            return;
        }

        (string Type, string Name)[] arguments = [("float*", "input"), ("float*", Node.Summand is null ? "" : "summand"), ("float*", "output"), ("float*", "weights"), ("float*", _weights.HasBias ? "bias" : ""), ("float*", ScratchLength(writer.Isa) > 0 ? "scratch" : ""), ("int", phase.PointsAreImages ? "count" : ""), ("int", Division(writer.Isa).Parts > 1 ? "first" : ""), ("int", Division(writer.Isa).Parts > 1 ? "end" : "")];
        IEnumerable<(string Type, string Name)> passed = arguments.Where(argument => argument.Name.Length > 0);
        string method = writer.Part($"Phase{index + 1}", string.Join(", ", passed.Select(argument => $"{argument.Type} {argument.Name}")), $"Phase {index + 1}.", Write);
        w.Line($"{method}({string.Join(", ", passed.Select(argument => argument.Name))});");
    }

    private void WriteAfterAll(KernelWriter writer, CodeWriter w)
    {
        Contraction phase = _weights.Phases[0];
        string function = writer.Function(((ActivationOperation)Node.Epilogue[Node.Epilogue.Count - 1]).Function);
        using (phase.PointsAreImages ? w.Block("for (int image = 0; image < count; image++)") : w.Loop("", 1))
        {
            string output = phase.PointsAreImages ? $"output + (nint)image * {phase.OutputColumnStep}" : "output";
            RowKernel.EachRun(w, [_output.Layout!], (at, length) =>
            {
                string run = at[0] == "0" ? output : $"{output} + {at[0]}";
                w.Line($"{function}({run}, {run}, {length});");
            });
        }
    }

    private static int BandLength(Contraction phase, PoolOperation pool, ContractionSchedule schedule, InstructionSet isa) =>
        BlocksOf(schedule.GroupVectors, isa) * pool.Window.Height * BandColumns(phase, pool) * Layout.BlockSize;

    public static int BandColumns(Contraction phase, PoolOperation pool) => phase.Columns / pool.Window.Width * pool.Window.Width;

    private static int BlocksOf(int vectors, InstructionSet isa) => (vectors + isa.VectorsPerBlock - 1) / isa.VectorsPerBlock;

    /// <summary>Writes the loops of one phase.</summary>
    private sealed class Driver(
        ContractionKernel kernel, KernelWriter writer, CodeWriter w, Contraction phase, ContractionSchedule schedule, string prefix)
    {
        private readonly InstructionSet _isa = writer.Isa;
        private readonly ContractionEpilogue _epilogue = kernel._schedules.Divide(kernel.Node, phase, writer.Isa);
        private readonly ContractionDivision _division = kernel.Division(writer.Isa);
        private readonly ContractionOrder _order = ContractionOrder.Choose(phase, schedule, kernel.BandHeight(phase, writer.Isa), writer.Isa, sharesTiles: kernel._weights.Phases.Count > 1);

        private ContractionTile Tile => new(writer, phase, schedule.UsesLanes, _epilogue, _order.PrefetchedLines, prefix);

        private int PoolHeight => kernel._pool?.Window.Height ?? 1;

        private int PoolWidth => kernel._pool?.Window.Width ?? 1;

        public void Write()
        {
            Repetition repetition = phase.Repetition;
            if (repetition.Count == 1)
            {
                WritePositions("input", "summand", "weights", TileWriter.At("bias", phase.FirstOutputChannel), "output");
                return;
            }

            w.Comment($"{repetition.Count} times, for other channels.");
            using (_division.Loop(w, "repetition", repetition.Count, DivisionAxis.Repetitions))
            {
                w.Line($"float* from = input + repetition * {repetition.InputStep};");
                if (phase.Summand is { } summand)
                    w.Line($"float* added = summand + repetition * {repetition.OutputChannels / Layout.BlockSize * summand.BlockStride};");
                w.Line($"float* own = weights + repetition * {phase.ReductionLength * phase.Positions.Count * schedule.AllVectors * _isa.Lanes};");
                w.Line($"float* to = output + repetition * {repetition.OutputStep};");
                WritePositions("from", "added", "own", $"{TileWriter.At("bias", phase.FirstOutputChannel)} + repetition * {repetition.OutputChannels}", "to");
            }
        }

        private void WritePositions(string input, string summand, string weights, string bias, string output)
        {
            Positions positions = phase.Positions;
            if (positions.Count == 1)
            {
                WriteGroups(input, summand, weights, bias, output);
                return;
            }

            w.Comment(phase is { Rows: 1, Columns: 0 or 1 } ? "Each pixel has weights of its own." : "Weights by the remainders of a pixel's row and column.");
            using (w.Loop("y", positions.Rows))
            using (w.Loop("x", positions.Columns))
            {
                string Placed(string name, string pointer, int rowStep, int columnStep)
                {
                    if (rowStep == 0 && columnStep == 0)
                        return pointer;
                    w.Line($"float* {name} = {RowKernel.Place(pointer, 0, ("y", positions.Rows, rowStep), ("x", positions.Columns, columnStep))};");
                    return name;
                }

                string pixelInput = Placed("pixelInput", input, positions.InputRowStep, positions.InputColumnStep);
                string position = positions.Rows == 1 ? "x" : positions.Columns == 1 ? "y" : $"(y * {positions.Columns} + x)";
                w.Line($"float* pixelWeights = {weights} + {position} * {phase.ReductionLength * schedule.AllVectors * _isa.Lanes};");
                string pixelBias = phase.HasBias ? Placed("pixelBias", bias, phase.BiasRowStep, phase.BiasColumnStep) : bias;
                WriteGroups(pixelInput, summand, "pixelWeights", pixelBias, Placed("pixelOutput", output, positions.OutputRowStep, positions.OutputColumnStep));
            }
        }

        private void WriteGroups(string input, string summand, string weights, string bias, string output)
        {
            if (_order.BandsPerBlock == 0)
            {
                WriteAllGroups(input, summand, weights, bias, output);
                return;
            }

            (string first, string end) = _division.Axis == DivisionAxis.Bands ? ("first", "end") : ("0", $"{_order.Bands}");
            w.Comment($"Blocks of {_order.BandsPerBlock} row{(_order.BandsPerBlock == 1 ? "" : "s")} of tiles: their inputs stay in the cache from one group of output channels to the next.");
            using (w.Block($"for (int start = {first}; start < {end}; start += {_order.BandsPerBlock})"))
            {
                w.Line($"int stop = Math.Min(start + {_order.BandsPerBlock}, {end});");
                WriteAllGroups(input, summand, weights, bias, output);
            }
        }

        private void WriteAllGroups(string input, string summand, string weights, string bias, string output)
        {
            int width = schedule.GroupVectors * _isa.Lanes, tailStart = schedule.Groups * width;
            if (schedule.Groups > 0)
            {
                if (schedule.Groups > 1)
                    w.Comment($"Groups of {width} output channels.");
                using (_division.Loop(w, "group", schedule.Groups, DivisionAxis.Groups))
                    WriteGroup(schedule.GroupVectors, schedule.Groups > 1 ? "group" : null, 0, input, summand, weights, bias, output);
            }

            if (schedule.TailVectors > 0)
            {
                w.Comment($"The last {phase.OutputChannels - tailStart} output channels.");
                using (_division.Last(w, schedule.Groups, DivisionAxis.Groups))
                    WriteGroup(schedule.TailVectors, null, tailStart, input, summand, weights, bias, output);
            }
        }

        private void WriteGroup(int vectors, string? group, int start, string input, string summandBase, string weightsBase, string biasBase, string outputBase)
        {
            int width = schedule.GroupVectors * _isa.Lanes;
            string Of(string pointer, int perGroup, int fixedOffset) =>
                group is null ? TileWriter.At(pointer, fixedOffset) : $"{pointer} + {group} * {perGroup}";
            int outputPerGroup = width / Layout.BlockSize * phase.OutputBlockStride;
            string weights = Of(weightsBase, width * phase.ReductionLength, start * phase.ReductionLength);
            string bias = phase.HasBias ? Of(biasBase, width, start) : "null";
            string output = Of(outputBase, outputPerGroup, start / Layout.BlockSize * phase.OutputBlockStride);

            string summand = phase.Summand is { } place ? Of(summandBase, width / Layout.BlockSize * place.BlockStride, start / Layout.BlockSize * place.BlockStride) : "";
            using (_order.PrefetchedLines > 0 && group is null ? w.Scoped() : w.Loop("", 1))
            {
                if (_order.PrefetchedLines > 0)
                    w.Line($"float* next = {weights} + {vectors * _isa.Lanes * phase.ReductionLength};");
                if (phase.PointsAreImages)
                    WriteImages(vectors, input, summand, weights, bias, output);
                else
                    WriteRows(vectors, input, summand, weights, bias, output);
            }
        }

        /// <summary>Points are the images of the batch: whole tiles, then one image at a time.</summary>
        private void WriteImages(int vectors, string from, string summand, string weights, string bias, string output)
        {
            string Added(string image) => phase.Summand is { } place ? $"{TileWriter.At(summand, place.Origin)} + (nint){image} * {place.ColumnStep}, " : "";
            string Call(int images, string image) => Tile.Method(1, images, vectors)
                + $"({TileWriter.At(from, phase.InputOrigin)} + (nint){image} * {phase.InputColumnStep}, {Added(image)}{weights}, {bias}, {TileWriter.At(output, phase.OutputOrigin)} + (nint){image} * {phase.OutputColumnStep});";
            using (w.Scoped())
            {
                w.Line("int image = 0;");
                if (schedule.TileColumns > 1)
                {
                    w.Line($"for (; image + {schedule.TileColumns} <= count; image += {schedule.TileColumns})");
                    w.Line($"    {Call(schedule.TileColumns, "image")}");
                }

                w.Line("for (; image < count; image++)");
                w.Line($"    {Call(1, "image")}");
            }
        }

        private void WriteRows(int vectors, string from, string summand, string weights, string bias, string output)
        {
            int row = 0, bandHeight = kernel.BandHeight(phase, _isa);
            foreach ((int rows, int count) in ContractionSchedule.Split(phase.Rows / PoolHeight * PoolHeight, bandHeight))
            {
                using (EachBand(row / bandHeight, count))
                {
                    string Moved(int step) => count > 1 ? $"row * {rows * step}" : $"{row * step}";
                    string input = Plus(TileWriter.At(from, phase.InputOrigin), Moved(phase.InputRowStep));
                    string rowBias = phase.BiasPerPoint ? Plus(bias, Moved(phase.BiasRowStep)) : bias;
                    int outputRows = rows / PoolHeight;
                    string outputRow = Plus(TileWriter.At(output, phase.OutputOrigin), count > 1 ? $"row * {outputRows * phase.OutputRowStep}" : $"{row / PoolHeight * phase.OutputRowStep}");
                    string summandRow = phase.Summand is { } place ? Plus(TileWriter.At(summand, place.Origin), Moved(place.RowStep)) : "";
                    WriteBand(vectors, rows, input, summandRow, weights, rowBias, outputRow);
                    if (kernel.FinishesBands)
                        WriteAfterBand(vectors, outputRows, outputRow);
                }

                row += rows * count;
            }
        }

        /// <summary>Bands of one height: of the block, if there are blocks, or of the thread's share.</summary>
        private CodeWriter.Scope EachBand(int index, int count)
        {
            if (_order.BandsPerBlock == 0)
                return index == 0 ? _division.Loop(w, "row", count, DivisionAxis.Bands) : _division.Last(w, index, DivisionAxis.Bands);
            return index == 0
                ? w.Block($"for (int row = start; row < {(_order.Bands > count ? $"Math.Min(stop, {count})" : "stop")}; row++)")
                : w.Block($"if ({index} < stop)");
        }

        private static string Plus(string pointer, string offset) => offset == "0" ? pointer : $"{pointer} + {offset}";

        /// <summary>A band of rows: one row of tiles, or, where a pool reads the band from scratch, as many as the pool is high.</summary>
        private void WriteBand(int vectors, int bandRows, string input, string summand, string weights, string bias, string outputRow)
        {
            int row = 0;
            foreach ((int rows, int rowCount) in ContractionSchedule.Split(bandRows, schedule.TileRows))
            {
                for (int i = 0; i < rowCount; i++, row += rows)
                {
                    int column = 0;
                    int joined = _epilogue.PoolInTile is null ? 1 : PoolWidth;
                    foreach ((int columns, int count) in ContractionSchedule.Split(phase.Columns / PoolWidth * PoolWidth, schedule.TileColumns))
                    {
                        using (w.Loop("column", count))
                        {
                            string Moved(int step, int start) => count > 1 ? $"{(start > 0 ? $"{start} + " : "")}column * {step}" : $"{start}";
                            string from = Plus(input, Moved(columns * phase.InputColumnStep, (row * phase.InputRowStep) + (column * phase.InputColumnStep)));
                            string to = _epilogue.PoolAfterBand is { } pool
                                ? Plus("scratch", Moved(columns * Layout.BlockSize, ((row * BandColumns(phase, pool)) + column) * Layout.BlockSize))
                                : Plus(outputRow, Moved(columns / joined * phase.OutputColumnStep, column / joined * phase.OutputColumnStep));
                            string tileBias = phase.BiasPerPoint ? Plus(bias, Moved(columns * phase.BiasColumnStep, (row * phase.BiasRowStep) + (column * phase.BiasColumnStep))) : bias;
                            string added = phase.Summand is { } place ? $"{Plus(summand, Moved(columns * place.ColumnStep, (row * place.RowStep) + (column * place.ColumnStep)))}, " : "";
                            w.Line($"{Tile.Method(rows, columns, vectors)}({from}, {added}{weights}, {tileBias}, {to}{(_order.PrefetchedLines > 0 ? ", next" : "")});");
                            if (_order.PrefetchedLines > 0)
                                w.Line($"next += {_order.PrefetchedLines * _order.InputBlocks * Layout.BlockSize};");
                        }

                        column += columns * count;
                    }
                }
            }
        }

        /// <summary>What follows a band while it is still in the first-level cache.</summary>
        private void WriteAfterBand(int vectors, int outputRows, string outputRow)
        {
            int blocks = BlocksOf(vectors, _isa);
            bool pooled = _epilogue.PoolAfterBand is null;
            foreach (Operation operation in _epilogue.AfterBand)
            {
                if (operation is PoolOperation pool)
                {
                    string name = writer.Part($"Pool{blocks}", "float* rows, float* output", "Joins the finished rows of a band into one row of the output.", body => WritePool(body, pool, blocks));
                    w.Line($"{name}(scratch, {outputRow});");
                    pooled = true;
                    continue;
                }

                string function = writer.Function(((ActivationOperation)operation).Function);
                if (!pooled)
                {
                    int length = blocks * PoolHeight * BandColumns(phase, _epilogue.PoolAfterBand!) * Layout.BlockSize;
                    w.Line($"{function}(scratch, scratch, {length});");
                    continue;
                }

                for (int block = 0; block < blocks; block++)
                {
                    for (int line = 0; line < outputRows; line++)
                    {
                        string target = TileWriter.At(outputRow, (block * phase.OutputBlockStride) + (line * phase.OutputRowStep));
                        w.Line($"{function}({target}, {target}, {phase.Columns / PoolWidth * Layout.BlockSize});");
                    }
                }
            }
        }

        private void WritePool(CodeWriter body, PoolOperation pool, int blocks)
        {
            int columns = BandColumns(phase, pool) / pool.Window.Width, rowStep = BandColumns(phase, pool) * Layout.BlockSize;
            using (body.Loop("block", blocks))
            {
                PoolWindows.WriteRow(body, _isa, pool, $"{columns}", rowStep, phase.OutputColumnStep);
                if (blocks > 1)
                {
                    if (pool.Window.Height > 1)
                        body.Line($"rows += {(pool.Window.Height - 1) * rowStep};");
                    body.Line($"output += {phase.OutputBlockStride - (columns * phase.OutputColumnStep)};");
                }
            }
        }
    }
}
