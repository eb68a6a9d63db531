using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// The gradients of a depthwise convolution's weights and bias. A piece is a block of channels and a box of taps, whose sums one thread carries through
/// the batch in order.
/// </summary>
/// <param name="name">The method's name.</param>
/// <param name="node">The node.</param>
/// <param name="window">The window.</param>
/// <param name="lowering">Where the sums find room.</param>
internal sealed class DepthwiseWeightGradientKernel(string name, Node node, Window window, Lowering lowering) : Kernel(name, node, KernelScope.Pieces)
{
    private readonly Layout _input = node.Inputs[0].Layout!;
    private readonly Layout _gradient = node.Inputs[1].Layout!;
    private readonly int _inputStride = lowering.ImageStride(node.Inputs[0]);
    private readonly int _gradientStride = lowering.ImageStride(node.Inputs[1]);
    private readonly Parameter _weight = node.Parameters[0];
    private readonly Parameter? _bias = node.Parameters.Count > 1 ? node.Parameters[1] : null;
    private readonly int _sumsOffset = lowering.Reserve(node.Inputs[1].Layout!.Blocks * window.Taps * Layout.BlockSize);

    private int Channels => _gradient.Shape.Channels;

    public override IReadOnlyList<KernelArgument> Arguments
    {
        get
        {
            var arguments = new List<KernelArgument>
            {
                new("input", new Operand.OfValue(Node.Inputs[0])),
                new("outputGradient", new Operand.OfValue(Node.Inputs[1])),
                new("sums", new Operand.OfPacked(_sumsOffset)),
                new("weightGradient", new Operand.OfGradient(_weight)),
            };
            if (_bias is not null)
                arguments.Add(new KernelArgument("biasGradient", new Operand.OfGradient(_bias)));
            return arguments;
        }
    }

    public override IEnumerable<string> Describe() =>
    [
        $"{Node.Name}: gradients of the weights",
        $"input     {Node.Inputs[0].Name} {_input.Shape}, {_input}",
        $"gradient  {Node.Inputs[1].Name} {_gradient.Shape}, {_gradient}",
        $"result    {_weight.Name} [{string.Join(", ", _weight.Dimensions)}]{(_bias is null ? "" : $" and {_bias.Name}")}",
    ];

    public override string DescribeSchedule(InstructionSet isa) =>
        Box(isa) is var box ? $"{box.Rows}×{box.Columns} taps × 1 register of channels: {box.Count} sums of {isa.Registers} registers" : "";

    private TapBox Box(InstructionSet isa) => DepthwiseSchedule.ChooseBox(window.Height, window.Width, isa);

    private int Boxes(InstructionSet isa) => window.Taps / Box(isa).Count;

    private int WeightPieces(InstructionSet isa) => _gradient.Blocks * Boxes(isa);

    public override int Pieces(InstructionSet isa) => WeightPieces(isa) + (_bias is null ? 0 : _gradient.Blocks);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        int pieces = WeightPieces(writer.Isa);
        w.Line($"int last = Math.Min(end, {pieces});");
        w.Line("for (int piece = first; piece < last; piece++)");
        w.Line($"    {PieceMethod(writer)}(input, outputGradient, sums, weightGradient, piece, batch);");
        if (_bias is not null)
        {
            w.Line($"for (int group = Math.Max(first, {pieces}) - {pieces}; group < end - {pieces}; group++)");
            w.Line($"    {BiasGradient.Part(writer, _bias, _gradient, _gradientStride, Layout.BlockSize)}(outputGradient, biasGradient, group, batch);");
        }
    });

    /// <summary>Finds a piece's block and box, has its tiles summed and writes the sums to the tensor.</summary>
    private string PieceMethod(KernelWriter writer) =>
        writer.Part("Piece", "float* input, float* outputGradient, float* sums, float* weightGradient, int piece, int batch", "One piece: the block of channels and the box of taps that its number stands for.", w =>
        {
            (InstructionSet isa, TapBox box) = (writer.Isa, Box(writer.Isa));
            (int blocks, int across, int down) = (_gradient.Blocks, window.Width / box.Columns, window.Height / box.Rows);
            RowKernel.WriteDigits(w, "piece", ("column", across, box.Columns), ("row", down, box.Rows), ("block", blocks, 1));
            int firstTap = _input.Origin - (window.Padding.Top * _input.RowStride) - (window.Padding.Left * _input.ColumnStride);
            string x = RowKernel.Place("input", firstTap, ("block", blocks, _input.BlockStride), ("row", down, window.DilationY * _input.RowStride), ("column", across, window.DilationX * _input.ColumnStride));
            w.Line($"float* x = {x};");
            w.Line($"float* dy = {RowKernel.Place("outputGradient", _gradient.Origin, ("block", blocks, _gradient.BlockStride))};");
            w.Line($"sums += piece * {box.Count * Layout.BlockSize};");
            w.Line($"int channels = {(blocks > 1 ? $"Math.Min({Layout.BlockSize}, {Channels} - block * {Layout.BlockSize})" : $"{Channels}")};");
            w.Line($"for (int part = 0; part < channels; part += {isa.Lanes})");
            w.Line($"    {TileMethod(writer, box)}(x + part, dy + part, sums + part, batch);");
            w.Line();
            w.Line($"float* target = {RowKernel.Place("weightGradient", 0, ("block", blocks, Layout.BlockSize * window.Taps), ("row", down, window.Width), ("column", across, 1))};");
            using (w.Block("for (int channel = 0; channel < channels; channel++)"))
            using (w.Loop("y", box.Rows))
            using (w.Loop("tap", box.Columns))
            {
                string to = RowKernel.Place($"target + channel * {window.Taps}", 0, ("y", box.Rows, window.Width), ("tap", box.Columns, 1));
                string from = RowKernel.Place("sums + channel", 0, ("y", box.Rows, box.Columns * Layout.BlockSize), ("tap", box.Columns, Layout.BlockSize));
                w.Line($"*({to}) = *({from});");
            }
        });

    private string TileMethod(KernelWriter writer, TapBox box)
    {
        InstructionSet isa = writer.Isa;
        string comment = $"{box.Rows}×{box.Columns} taps of {isa.Lanes} channels: acc_{{row}}_{{column}} stay in registers over all pixels of the batch.";
        return writer.Part($"Tile{box.Rows}x{box.Columns}", "float* input, float* outputGradient, float* sums, int batch", comment, w =>
        {
            (int rows, int columns) = (_gradient.Shape.Height, _gradient.Shape.Width);
            int xStep = window.StrideX * _input.ColumnStride, yStep = window.StrideY * _input.RowStride;
            IEnumerable<(string Sum, int Row, int Column)> taps = Enumerable.Range(0, box.Count).Select(i => ($"acc_{i / box.Columns}_{i % box.Columns}", i / box.Columns, i % box.Columns));
            foreach ((string sum, _, _) in taps)
                w.Line($"{isa.Vector} {sum} = {isa.Zero};");
            using (w.Block("for (int image = 0; image < batch; image++)"))
            {
                w.Line($"float* x = input + (nint)image * {_inputStride};");
                w.Line($"float* dy = outputGradient + (nint)image * {_gradientStride};");
                using (w.Loop("row", rows))
                {
                    using (w.Loop("column", columns))
                    {
                        w.Line($"{isa.Vector} gradient = {isa.Load("dy")};");
                        foreach ((string sum, int row, int column) in taps)
                        {
                            string value = isa.Load(TileWriter.At("x", (row * window.DilationY * _input.RowStride) + (column * window.DilationX * _input.ColumnStride)));
                            w.Line($"{sum} = {isa.MultiplyAdd(value, "gradient", sum)};");
                        }

                        if (columns > 1)
                        {
                            w.Line($"x += {xStep};");
                            w.Line($"dy += {_gradient.ColumnStride};");
                        }
                    }

                    if (rows > 1)
                    {
                        int walked = columns > 1 ? columns : 0;
                        w.Line($"x += {yStep - (walked * xStep)};".Replace("+= -", "-= "));
                        w.Line($"dy += {_gradient.RowStride - (walked * _gradient.ColumnStride)};");
                    }
                }
            }

            foreach ((string sum, int row, int column) in taps)
                w.Line(isa.Store(TileWriter.At("sums", ((row * box.Columns) + column) * Layout.BlockSize), sum));
        });
    }
}
