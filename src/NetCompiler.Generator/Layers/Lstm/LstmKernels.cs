using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Sigmoid;
using NetCompiler.Generator.Layers.Tanh;

namespace NetCompiler.Generator.Layers.Lstm;

/// <summary>
/// Step after step: the arguments of all gates for a register of units at a time, then their functions. Predictions keep one state, in scratch, and store
/// what each step returns; training keeps all states.
/// </summary>
internal sealed class LstmKernel(string name, Node node, LstmOperation lstm, PackedGates packed, Value? output)
    : RowKernel(
        name, node, $"{node.Name}: {(output is null ? "the states of " : "")}Lstm {lstm.Describe()}",
        [
            new("input", new Operand.OfValue(node.Inputs[0])), new("weights", new Operand.OfPacked(packed.Offset)),
            .. output is null
                ? [new KernelArgument("states", new Operand.OfValue(node.Output))]
                : new KernelArgument[] { new("states", new Operand.OfScratch()), new("output", new Operand.OfValue(output)) },
        ])
{
    private readonly LstmState _state = lstm.State;

    public override int ScratchLength(InstructionSet isa) => output is null ? 0 : _state.Length;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        Layout x = Node.Inputs[0].Layout!;
        int part = _state.Part;
        w.Comment("The first step follows a state of zeros.");
        using (w.Block($"for (int i = {LstmState.Cell * part}; i < {_state.Length}; i += {isa.Lanes})"))
            w.Line(isa.Store("states + i", isa.Zero));
        using (w.Block($"for (int step = 0; step < {x.Shape.Width}; step++)"))
        {
            w.Line($"float* x = {TileWriter.At("input", x.Origin)} + step * {x.ColumnStride};");
            w.Line($"float* before = states{(output is null ? $" + step * {_state.Length}" : "")};");
            w.Line($"float* state = before{(output is null ? $" + {_state.Length}" : "")};");
            using (w.Block($"for (int unit = 0; unit < {part}; unit += {isa.Lanes})"))
                WriteArguments(w, isa, x);

            string sigmoid = writer.Function(new SigmoidOperation().Function), tanh = writer.Function(new TanhOperation().Function);
            string At(int number) => _state.At("state", number);
            w.Line($"{sigmoid}({At(LstmState.Input)}, {At(LstmState.Input)}, {2 * part});");
            w.Line($"{tanh}({At(LstmState.Candidate)}, {At(LstmState.Candidate)}, {part});");
            w.Line($"{sigmoid}({At(LstmState.Output)}, {At(LstmState.Output)}, {part});");
            EachUnit(w, isa, part, () =>
            {
                string kept = isa.Multiply(Part(isa, "state", LstmState.Forget), Part(isa, "before", LstmState.Cell));
                w.Line(isa.Store($"{At(LstmState.Cell)} + unit", isa.MultiplyAdd(Part(isa, "state", LstmState.Input), Part(isa, "state", LstmState.Candidate), kept)));
            });
            w.Line($"{tanh}({At(LstmState.Cell)}, {At(LstmState.SquashedCell)}, {part});");
            EachUnit(w, isa, part, () =>
                w.Line(isa.Store($"{At(LstmState.Hidden)} + unit", isa.Multiply(Part(isa, "state", LstmState.Output), Part(isa, "state", LstmState.SquashedCell)))));
            if (output is not null && lstm.ReturnSequence)
                LstmOutputKernel.WriteCopy(w, isa, output.Layout!, _state.At("state", LstmState.Hidden), "step");
        }

        if (output is not null && !lstm.ReturnSequence)
            LstmOutputKernel.WriteCopy(w, isa, output.Layout!, _state.At("states", LstmState.Hidden));
    });

    /// <summary>Biases, and the products of the input's features and of the last state with their weights.</summary>
    private void WriteArguments(CodeWriter w, InstructionSet isa, Layout x)
    {
        int part = _state.Part;
        w.Line("float* weight = weights + unit;");
        for (int gate = 0; gate < LstmState.Gates; gate++)
            w.Line($"{isa.Vector} gate_{gate} = {isa.Load(_state.At("weight", gate))};");
        w.Line($"weight += {LstmState.Gates * part};");
        void WriteTerm(string number)
        {
            w.Line($"{isa.Vector} number = {isa.Broadcast(number)};");
            for (int gate = 0; gate < LstmState.Gates; gate++)
                w.Line($"gate_{gate} = {isa.MultiplyAdd("number", isa.Load(_state.At("weight", gate)), $"gate_{gate}")};");
            w.Line($"weight += {LstmState.Gates * part};");
        }

        EachChannel(w, x, lane => WriteTerm($"{Place("x", 0, ("block", x.Blocks, x.BlockStride))} + {lane}"));
        w.Line($"float* last = {_state.At("before", LstmState.Hidden)};");
        using (w.Block($"for (int other = 0; other < {lstm.Units}; other++)"))
            WriteTerm("last + other");
        for (int gate = 0; gate < LstmState.Gates; gate++)
            w.Line(isa.Store($"{_state.At("state", gate)} + unit", $"gate_{gate}"));
    }

    private string Part(InstructionSet isa, string pointer, int part) => isa.Load($"{_state.At(pointer, part)} + unit");

    private static void EachUnit(CodeWriter w, InstructionSet isa, int count, Action write)
    {
        using (w.Block($"for (int unit = 0; unit < {count}; unit += {isa.Lanes})"))
            write();
    }
}

/// <summary>Copies what each step returns, or the last one, from the states.</summary>
internal sealed class LstmOutputKernel(string name, Node node, LstmOperation lstm)
    : RowKernel(name, node, $"{node.Name}: Lstm {lstm.Describe()}, from its states", new("states", new Operand.OfValue(node.Inputs[1])), new("output", new Operand.OfValue(node.Output)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        int steps = Node.Inputs[0].Shape.Width, row = lstm.State.Length;
        Layout to = Node.Output.Layout!;
        if (!lstm.ReturnSequence)
        {
            WriteCopy(w, writer.Isa, to, lstm.State.At($"states + {steps * row}", LstmState.Hidden));
            return;
        }

        using (w.Block($"for (int step = 0; step < {steps}; step++)"))
            WriteCopy(w, writer.Isa, to, lstm.State.At($"states + (step + 1) * {row}", LstmState.Hidden), "step");
    });

    /// <summary>Copies the blocks of a vector to a column.</summary>
    public static void WriteCopy(CodeWriter w, InstructionSet isa, Layout to, string from, string? column = null)
    {
        w.Line($"float* hidden = {from};");
        w.Line($"float* y = {TileWriter.At("output", to.Origin)}{(column is null ? "" : $" + {column} * {to.ColumnStride}")};");
        using (w.Loop("block", to.Blocks))
        using (w.Block($"for (int lane = 0; lane < {Layout.BlockSize}; lane += {isa.Lanes})"))
            w.Line(isa.Store($"{Place("y", 0, ("block", to.Blocks, to.BlockStride))} + lane", isa.Load($"{Place("hidden", 0, ("block", to.Blocks, Layout.BlockSize))} + lane")));
    }
}
