using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Pooling;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>A convolution from planes to planes, with what was fused onto it: bands of rows go through scratch, where activation and pool finish them.</summary>
internal sealed class PlanarConvolutionKernel : Kernel
{
    private readonly ConvolutionGeometry _geometry;
    private readonly PackedWeights _weights;
    private readonly Layout _input;
    private readonly Layout _output;
    private readonly PoolOperation? _pool;

    private PlanarConvolutionKernel(string name, Node node, ConvolutionGeometry geometry, PackedWeights weights) : base(name, node, KernelScope.Image)
    {
        (_geometry, _weights) = (geometry, weights);
        (_input, _output) = (node.Inputs[0].Layout!, node.Output.Layout!);
        _pool = node.Epilogue.OfType<PoolOperation>().FirstOrDefault();
    }

    private int Band => _pool?.Window.Height ?? 1;

    private (int Rows, int Columns) Size => _geometry.OutputSize(_input);

    /// <summary>Floats of one row in scratch: whole registers on every instruction set.</summary>
    private int ScratchRow => (Size.Columns + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;

    public static Kernel Create(Lowering lowering, Node node, ConvolutionGeometry geometry)
    {
        Parameter? bias = node.Parameters.Count > 1 ? node.Parameters[1] : null;
        Layout input = node.Inputs[0].Layout!;
        IReadOnlyList<Contraction> contractions = geometry.Forward(input, 0, node.Output.Layout!, 0, bias is not null || node.Scale is not null);
        int band = node.Epilogue.OfType<PoolOperation>().FirstOrDefault()?.Window.Height ?? 1;
        PackedWeights weights = lowering.Pack(new PackedWeights(
            lowering.NameOf(node), 0, contractions, node.Parameters[0], bias,
            (_, isa) => PlanarSchedule.Choose(geometry.Filters, geometry.OutputSize(input).Width, band, isa) is var schedule ? new PackedGroups(schedule.Filters, geometry.Filters / schedule.Filters, 0) : default, geometry.Map)
        { Scale = node.Scale });
        return new PlanarConvolutionKernel(lowering.NameOf(node), node, geometry, weights);
    }

    public override IReadOnlyList<KernelArgument> Arguments =>
    [
        new("input", new Operand.OfValue(Node.Inputs[0])),
        new("packed", new Operand.OfPacked(_weights.Offset)),
        new("output", new Operand.OfValue(Node.Output)),
        new("scratch", new Operand.OfScratch()),
    ];

    public override IEnumerable<string> Describe()
    {
        yield return ConvolutionKernels.Title(Node);
        yield return $"input     {Node.Inputs[0].Name} {_input.Shape}, {_input}";
        yield return $"weights   {_weights.Weight.Name} [{string.Join(", ", _weights.Weight.Dimensions)}]{(_weights.Bias is null ? "" : $" and {_weights.Bias.Name}")}, packed in the order of reading";
        yield return $"output    {Node.Output.Name} {_output.Shape}, {_output}";
        yield return FormattableString.Invariant($"work      {MultiplyAdds:N0} multiply-adds per image");
    }

    public override long DivisibleWork => (long)Size.Rows * Size.Columns * _geometry.Filters * _geometry.FilterStep;

    public override int Parts(InstructionSet isa) => Division(isa).Parts;

    /// <summary>By bands of rows or by groups of filters, of which there are few.</summary>
    private ContractionDivision Division(InstructionSet isa) => !IsDivided ? ContractionDivision.None : ContractionDivision.Better(
        ContractionDivision.Of(DivisionAxis.Bands, Size.Rows / Band, hasLast: false),
        ContractionDivision.Of(DivisionAxis.Groups, _geometry.Filters / Schedule(isa).Filters, hasLast: false));

    private PlanarSchedule Schedule(InstructionSet isa) => PlanarSchedule.Choose(_geometry.Filters, Size.Columns, Band, isa);

    public override string DescribeSchedule(InstructionSet isa) => Schedule(isa).Why(isa);

    private long MultiplyAdds => (long)Size.Rows * Size.Columns * _geometry.Filters * _geometry.FilterStep;

    public override ScheduleAccount Account(InstructionSet isa) => new(
        MultiplyAdds, Schedule(isa).CyclesPerTerm * Size.Rows * ((Size.Columns + isa.Lanes - 1) / isa.Lanes) * _geometry.Filters * _geometry.FilterStep, []);

    public override int ScratchLength(InstructionSet isa) => Schedule(isa).Filters * Band * ScratchRow;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        PlanarSchedule schedule = Schedule(isa);
        int groups = _geometry.Filters / schedule.Filters, bands = Size.Rows / Band;
        int vectors = (Size.Columns + isa.Lanes - 1) / isa.Lanes;
        w.Line($"float* weights = {TileWriter.At("packed", _weights.HeaderLength)};");
        using (Division(isa).Loop(w, "group", groups, DivisionAxis.Groups))
        {
            string weights = groups > 1 ? $"weights + group * {schedule.Filters * _geometry.FilterStep}" : "weights";
            string bias = !_weights.HasBias ? "null" : groups > 1 ? $"packed + group * {schedule.Filters}" : "packed";
            using (Division(isa).Loop(w, "row", bands, DivisionAxis.Bands))
            {
                string input = $"{TileWriter.At("input", _geometry.InputOrigin(_input))}{(bands > 1 ? $" + row * {Band * _geometry.Window.StrideY * _input.RowStride}" : "")}";
                for (int row = 0; row < Band; row += schedule.Rows)
                {
                    for (int vector = 0; vector < vectors; vector += schedule.Vectors)
                    {
                        string from = TileWriter.At(input, (row * _geometry.Window.StrideY * _input.RowStride) + (vector * isa.Lanes));
                        w.Line($"{Tile(writer, schedule)}({from}, {weights}, {bias}, {TileWriter.At("scratch", (row * ScratchRow) + (vector * isa.Lanes))});");
                    }
                }

                string output = "output"
                    + (groups > 1 ? $" + group * {schedule.Filters * _output.BlockStride}" : "")
                    + (bands > 1 ? $" + row * {_output.RowStride}" : "");
                WriteFinish(writer, w, schedule, output);
            }
        }
    });

    private string Tile(KernelWriter writer, PlanarSchedule schedule) =>
        writer.Part($"Tile{schedule.Filters}x{schedule.Rows}x{schedule.Vectors}", "float* input, float* weights, float* bias, float* rows",
            $"{schedule.Filters} filters × {schedule.Rows} rows × {schedule.Vectors * writer.Isa.Lanes} pixels: acc_{{filter}}_{{row}}_{{register}} stay in registers over {_geometry.FilterStep} terms.",
            w =>
            {
                (InstructionSet isa, Window window) = (writer.Isa, _geometry.Window);
                EachSum(schedule, (filter, row, vector) =>
                    w.Line($"{isa.Vector} {Sum(filter, row, vector)} = {(!_weights.HasBias ? isa.Zero : isa.Broadcast(TileWriter.At("bias", filter)))};"));
                w.Line();
                w.Line("float* x = input;");
                using (w.Loop("channel", _geometry.InputChannels))
                {
                    using (w.Loop("kh", window.Height))
                    {
                        using (w.Loop("kw", window.Width))
                        {
                            WriteTerm(w, isa, schedule);
                            w.Line(window.DilationX == 1 ? "x++;" : $"x += {window.DilationX};");
                            w.Line($"weights += {schedule.Filters};");
                        }

                        w.Line($"x += {(window.DilationY * _input.RowStride) - (window.DilationX * window.Width)};".Replace("+= -", "-= "));
                    }

                    if (_geometry.InputChannels > 1)
                        w.Line($"x += {_input.BlockStride - (window.DilationY * window.Height * _input.RowStride)};".Replace("+= -", "-= "));
                }

                w.Line();
                EachSum(schedule, (filter, row, vector) =>
                {
                    string sum = Sum(filter, row, vector);
                    foreach (ActivationOperation activation in InTile)
                        w.Line($"{sum} = {activation.Apply(w, isa, sum)};");
                    w.Line(isa.Store(TileWriter.At("rows", (((filter * Band) + row) * ScratchRow) + (vector * isa.Lanes)), sum));
                });
            });

    private void WriteTerm(CodeWriter w, InstructionSet isa, PlanarSchedule schedule)
    {
        for (int row = 0; row < schedule.Rows; row++)
        {
            for (int vector = 0; vector < schedule.Vectors; vector++)
                w.Line($"{isa.Vector} x_{row}_{vector} = {isa.Load(TileWriter.At("x", (row * _geometry.Window.StrideY * _input.RowStride) + (vector * isa.Lanes)))};");
        }

        for (int filter = 0; filter < schedule.Filters; filter++)
        {
            w.Line($"{isa.Vector} weight_{filter} = {isa.Broadcast(TileWriter.At("weights", filter))};");
            for (int row = 0; row < schedule.Rows; row++)
            {
                for (int vector = 0; vector < schedule.Vectors; vector++)
                    w.Line($"{Sum(filter, row, vector)} = {isa.MultiplyAdd($"x_{row}_{vector}", $"weight_{filter}", Sum(filter, row, vector))};");
            }
        }
    }

    private static string Sum(int filter, int row, int vector) => $"acc_{filter}_{row}_{vector}";

    private static void EachSum(PlanarSchedule schedule, Action<int, int, int> action)
    {
        for (int filter = 0; filter < schedule.Filters; filter++)
        {
            for (int row = 0; row < schedule.Rows; row++)
            {
                for (int vector = 0; vector < schedule.Vectors; vector++)
                    action(filter, row, vector);
            }
        }
    }

    /// <summary>Short functions that come first are applied to the sums in registers.</summary>
    private IEnumerable<ActivationOperation> InTile =>
        Node.Epilogue.TakeWhile(operation => operation is ActivationOperation { FitsInTile: true }).Cast<ActivationOperation>();

    /// <summary>From the finished band in scratch to the output: long functions, the pool, and functions after it.</summary>
    private void WriteFinish(KernelWriter writer, CodeWriter w, PlanarSchedule schedule, string output)
    {
        bool stored = false;
        void Store()
        {
            if (stored)
                return;
            string store = writer.Part("Store", "float* rows, float* output", "Brings the finished rows of a band to the output.", body => WriteStore(body, writer.Isa, schedule));
            w.Line($"{store}(scratch, {output});");
            stored = true;
        }

        foreach (Operation operation in Node.Epilogue.Skip(InTile.Count()))
        {
            if (operation is PoolOperation)
            {
                Store();
                continue;
            }

            string function = writer.Function(((ActivationOperation)operation).Function);
            if (!stored)
            {
                w.Line($"{function}(scratch, scratch, {schedule.Filters * Band * ScratchRow});");
                continue;
            }

            for (int filter = 0; filter < schedule.Filters; filter++)
            {
                string target = TileWriter.At(output, filter * _output.BlockStride);
                w.Line($"{function}({target}, {target}, {_output.RowStride});");
            }
        }

        Store();
    }

    private void WriteStore(CodeWriter body, InstructionSet isa, PlanarSchedule schedule)
    {
        using (body.Loop("filter", schedule.Filters))
        {
            if (_pool is null)
            {
                using (body.Block($"for (int column = 0; column < {_output.RowStride}; column += {isa.Lanes})"))
                    body.Line(isa.Store("output + column", isa.Load("rows + column")));
            }
            else
            {
                // Registers side by side are joined over the rows, then their even and odd pixels with each other.
                using (body.Block($"for (int column = 0; column < {_output.RowStride}; column += {isa.Lanes})"))
                {
                    foreach ((string name, int offset) in new[] { ("left", 0), ("right", isa.Lanes) })
                    {
                        // The last register may lie beyond the row; its pixels are not in the output.
                        string At(int row) => isa.Load($"rows + {row * ScratchRow} + Math.Min(2 * column + {offset}, {ScratchRow - isa.Lanes})");
                        body.Line($"{isa.Vector} {name} = {At(0)};");
                        for (int row = 1; row < Band; row++)
                            body.Line($"{name} = {_pool.Join(isa, name, At(row))};");
                    }

                    body.Line($"{isa.Vector} joined = {_pool.Join(isa, isa.Even("left", "right"), isa.Odd("left", "right"))};");
                    body.Line(isa.Store("output + column", _pool.Finish(isa, "joined")));
                }
            }

            if (schedule.Filters > 1)
            {
                body.Line($"rows += {Band * ScratchRow};");
                body.Line($"output += {_output.BlockStride};");
            }
        }
    }
}
