using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Sigmoid;
using NetCompiler.Generator.Layers.Tanh;

namespace NetCompiler.Generator.Layers.Lstm;

/// <summary>
/// Backpropagation through time: last step first, the gradients of the gates from that of the output and from what the step behind leaves, which are the
/// gradients of its hidden state and of its cell.
/// </summary>
internal sealed class LstmGateGradientKernel(string name, Node node, LstmOperation lstm, PackedRows packed)
    : RowKernel(
        name, node, $"{node.Name}: gradients with respect to the arguments of the gates",
        new("states", new Operand.OfValue(node.Inputs[0])), new("outputGradient", new Operand.OfValue(node.Inputs[1])), new("weights", new Operand.OfPacked(packed.Offset)),
        new("gates", new Operand.OfValue(node.Output)), new("carried", new Operand.OfScratch()))
{
    private readonly LstmState _state = lstm.State;

    public override int ScratchLength(InstructionSet isa) => 2 * _state.Part;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        Layout dy = Node.Inputs[1].Layout!;
        int part = _state.Part, steps = Node.Output.Shape.Height;
        using (w.Block($"for (int unit = 0; unit < {part}; unit += {isa.Lanes})"))
        {
            w.Line(isa.Store("carried + unit", lstm.ReturnSequence ? isa.Zero : isa.Load($"{TileWriter.At("outputGradient", dy.Origin)} + {Unit(dy)}")));
            w.Line(isa.Store($"carried + {part} + unit", isa.Zero));
        }

        using (w.Block($"for (int step = {steps - 1}; step >= 0; step--)"))
        {
            w.Line($"float* before = states + step * {_state.Length};");
            w.Line($"float* state = before + {_state.Length};");
            w.Line($"float* gate = gates + step * {LstmState.Gates * part};");
            using (w.Block($"for (int unit = 0; unit < {part}; unit += {isa.Lanes})"))
                WriteGates(w, isa, dy);

            w.Line("if (step == 0)");
            w.Line("    break;");
            using (w.Block($"for (int unit = 0; unit < {part}; unit += {isa.Lanes})"))
            {
                WriteTransposed(w, isa, lstm, packed.Pitch, "unit");
                w.Line(isa.Store("carried + unit", "sum"));
            }
        }
    });

    private void WriteGates(CodeWriter w, InstructionSet isa, Layout dy)
    {
        ActivationOperation sigmoid = new SigmoidOperation(), tanh = new TanhOperation();
        string carried = isa.Load("carried + unit");
        w.Line($"{isa.Vector} hidden = {(lstm.ReturnSequence ? isa.Add(carried, isa.Load($"{TileWriter.At("outputGradient", dy.Origin)} + step * {dy.ColumnStride} + {Unit(dy)}")) : carried)};");
        foreach ((string part, int number) in new[] { ("input", LstmState.Input), ("forget", LstmState.Forget), ("candidate", LstmState.Candidate), ("output", LstmState.Output), ("squashed", LstmState.SquashedCell) })
            w.Line($"{isa.Vector} {part} = {isa.Load($"{_state.At("state", number)} + unit")};");
        w.Line($"{isa.Vector} toOutput = {isa.Multiply("hidden", "squashed")};");
        w.Line($"{isa.Vector} toSquashed = {isa.Multiply("hidden", "output")};");
        w.Line($"{isa.Vector} toCell = {isa.Add(isa.Load($"carried + {_state.Part} + unit"), tanh.Gradient(w, isa, "squashed", "toSquashed"))};");
        w.Line($"{isa.Vector} toInput = {isa.Multiply("toCell", "candidate")};");
        w.Line($"{isa.Vector} toForget = {isa.Multiply("toCell", isa.Load($"{_state.At("before", LstmState.Cell)} + unit"))};");
        w.Line($"{isa.Vector} toCandidate = {isa.Multiply("toCell", "input")};");
        void Store(int number, string value) => w.Line(isa.Store($"{_state.At("gate", number)} + unit", value));
        Store(LstmState.Input, sigmoid.Gradient(w, isa, "input", "toInput"));
        Store(LstmState.Forget, sigmoid.Gradient(w, isa, "forget", "toForget"));
        Store(LstmState.Candidate, tanh.Gradient(w, isa, "candidate", "toCandidate"));
        Store(LstmState.Output, sigmoid.Gradient(w, isa, "output", "toOutput"));
        w.Line(isa.Store($"carried + {_state.Part} + unit", isa.Multiply("toCell", "forget")));
    }

    /// <summary>Where a register of units is within a pixel's blocks.</summary>
    private static string Unit(Layout layout) => layout.Blocks == 1 ? "unit" : $"unit / {Layout.BlockSize} * {layout.BlockStride} + unit % {Layout.BlockSize}";

    /// <summary>Writes <c>sum</c>: the gates' gradients at <c>gate</c> times a register of columns of the matrix at <c>weights</c>, one chain of sums per gate.</summary>
    public static void WriteTransposed(CodeWriter w, InstructionSet isa, LstmOperation lstm, int pitch, string column)
    {
        for (int gate = 0; gate < LstmState.Gates; gate++)
            w.Line($"{isa.Vector} sum_{gate} = {isa.Zero};");
        using (w.Block($"for (int other = 0; other < {lstm.Units}; other++)"))
        {
            w.Line($"float* weight = weights + other * {pitch} + {column};");
            for (int gate = 0; gate < LstmState.Gates; gate++)
                w.Line($"sum_{gate} = {isa.MultiplyAdd(isa.Broadcast($"{lstm.State.At("gate", gate)} + other"), isa.Load(TileWriter.At("weight", gate * lstm.Units * pitch)), $"sum_{gate}")};");
        }

        w.Line($"{isa.Vector} sum = {isa.Add(isa.Add("sum_0", "sum_1"), isa.Add("sum_2", "sum_3"))};");
    }
}

/// <summary>The gates' gradients of each step times the weights of the input.</summary>
internal sealed class LstmInputGradientKernel(string name, Node node, LstmOperation lstm, PackedRows packed)
    : RowKernel(
        name, node, $"{node.Name}: gradient with respect to the input",
        new("gates", new Operand.OfValue(node.Inputs[0])), new("weights", new Operand.OfPacked(packed.Offset)), new("inputGradient", new Operand.OfValue(node.Output)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        Layout dx = Node.Output.Layout!;
        using (w.Block($"for (int step = 0; step < {dx.Shape.Width}; step++)"))
        {
            w.Line($"float* gate = gates + step * {LstmState.Gates * lstm.State.Part};");
            w.Line($"float* dx = {TileWriter.At("inputGradient", dx.Origin)} + step * {dx.ColumnStride};");
            using (w.Block($"for (int channel = 0; channel < {packed.Pitch}; channel += {isa.Lanes})"))
            {
                LstmGateGradientKernel.WriteTransposed(w, isa, lstm, packed.Pitch, "channel");
                w.Line(isa.Store($"dx + channel / {Layout.BlockSize} * {dx.BlockStride} + channel % {Layout.BlockSize}", "sum"));
            }
        }
    });
}

/// <summary>
/// The gradients of the weights: products of the gates' gradients with the input and with the state before, summed over steps and batch. A piece of work
/// is 8 rows, which one thread carries through the batch in order, so that the result does not depend on the number of threads.
/// </summary>
internal sealed class LstmWeightGradientKernel(string name, Node node, LstmOperation lstm, int[] imageStrides) : Kernel(name, node, KernelScope.Pieces)
{
    private readonly LstmState _state = lstm.State;
    private readonly int _groups = (lstm.Units + OuterProducts.Rows - 1) / OuterProducts.Rows;

    private int Steps => Node.Inputs[0].Shape.Width;

    public override IReadOnlyList<KernelArgument> Arguments { get; } =
    [
        new("input", new Operand.OfValue(node.Inputs[0])), new("states", new Operand.OfValue(node.Inputs[1])), new("gates", new Operand.OfValue(node.Inputs[2])),
        .. new[] { "inputWeight", "stateWeight", "inputBias", "stateBias" }.Select((tensor, i) => new KernelArgument($"{tensor}Gradient", new Operand.OfGradient(node.Parameters[i]))),
    ];

    public override IEnumerable<string> Describe() => [$"{Node.Name}: gradients of the weights, {OuterProducts.Rows} rows at a time"];

    public override int Pieces(InstructionSet isa) => LstmState.Gates * _groups;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        Layout x = Node.Inputs[0].Layout!;
        using (w.Block("for (int piece = first; piece < end; piece++)"))
        {
            w.Line($"int gate = piece / {_groups}, unit = piece % {_groups} * {OuterProducts.Rows};");
            w.Line($"float* rows = gates + gate * {_state.Part} + unit;");
            w.Comment("The weights of the input.");
            WriteProducts(
                w, isa, "inputWeightGradient", x.Shape.Channels, x.ColumnStride,
                $"{TileWriter.At("input", x.Origin)} + (nint)image * {imageStrides[0]} + channel / {Layout.BlockSize} * {x.BlockStride} + channel % {Layout.BlockSize}");
            w.Comment("The weights of the state before each step.");
            WriteProducts(
                w, isa, "stateWeightGradient", lstm.Units, _state.Length, $"{_state.At("states", LstmState.Hidden)} + (nint)image * {imageStrides[1]} + channel");
            WriteBiases(w);
        }
    });

    private void WriteProducts(CodeWriter w, InstructionSet isa, string tensor, int columns, int stepStride, string values)
    {
        using (w.Block($"for (int channel = 0; channel < {columns}; channel += {isa.Lanes})"))
        {
            OuterProducts.WriteStart(w, isa);
            using (w.Block("for (int image = 0; image < batch; image++)"))
            {
                w.Line($"float* row = rows + (nint)image * {imageStrides[2]};");
                w.Line($"float* value = {values};");
                using (w.Block($"for (int step = 0; step < {Steps}; step++)"))
                {
                    OuterProducts.WriteTerm(w, isa, "row", "value");
                    w.Line($"row += {LstmState.Gates * _state.Part};");
                    w.Line($"value += {stepStride};");
                }
            }

            w.Line($"float* to = {tensor} + ((nint)gate * {lstm.Units} + unit) * {columns} + channel;");
            if (columns % isa.Lanes != 0)
                w.Line($"int lanes = Math.Min({isa.Lanes}, {columns} - channel);");
            OuterProducts.WriteRows(w, lstm.Units, "unit", row =>
            {
                if (columns % isa.Lanes == 0)
                {
                    w.Line(isa.Store(TileWriter.At("to", row * columns), OuterProducts.Sum(row)));
                    return;
                }

                w.Line("for (int lane = 0; lane < lanes; lane++)");
                w.Line($"    to[{row * columns} + lane] = {OuterProducts.Sum(row)}.GetElement(lane);");
            });
        }
    }

    /// <summary>Both biases are added to the same sum.</summary>
    private void WriteBiases(CodeWriter w)
    {
        using (w.Block($"for (int row = 0; row < {(lstm.Units % OuterProducts.Rows == 0 ? $"{OuterProducts.Rows}" : $"Math.Min({OuterProducts.Rows}, {lstm.Units} - unit)")}; row++)"))
        {
            w.Line("float sum = 0f;");
            using (w.Block("for (int image = 0; image < batch; image++)"))
            {
                w.Line($"for (int step = 0; step < {Steps}; step++)");
                w.Line($"    sum += rows[(nint)image * {imageStrides[2]} + step * {LstmState.Gates * _state.Part} + row];");
            }

            w.Line($"inputBiasGradient[gate * {lstm.Units} + unit + row] = sum;");
            w.Line($"stateBiasGradient[gate * {lstm.Units} + unit + row] = sum;");
        }
    }
}
