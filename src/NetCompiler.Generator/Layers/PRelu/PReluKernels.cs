using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.PRelu;

internal sealed partial record PReluOperation
{
    public override bool KeepsLayout => true;

    /// <summary>Features of a flattened image lie in the image's order; their weights do not.</summary>
    public override bool ReadsPlainVector => IsFlat && !Shared;

    public override bool CanOverwrite(Node node, int input) => true;

    public override Kernel Lower(Lowering lowering, Node node) => PReluKernel.Forward(lowering, node);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        gradients.AddWeightGradient(node, new PReluWeightGradientOperation(Shared), input, outputGradient);
        if (gradients.Needs(input))
            gradients.Add(node, new PReluInputGradientOperation(node.Parameters[0]), input, input, outputGradient);
    }
}

/// <summary>The gradient before a PReLU, from its input and the gradient after it, in place of the latter.</summary>
internal sealed record PReluInputGradientOperation(Parameter Weight) : Operation
{
    public override string Kind => "PReluInputGradient";

    public override int InPlaceOf => 1;

    public override Kernel Lower(Lowering lowering, Node node) => PReluKernel.InputGradient(lowering, node, Weight);
}

/// <summary>The gradients of a PReLU's weights, from its input and the gradient of its output.</summary>
internal sealed record PReluWeightGradientOperation(bool Shared) : Operation
{
    public override string Kind => "PReluWeightGradient";

    public override Kernel Lower(Lowering lowering, Node node) => new PReluWeightGradientKernel(
        lowering.NameOf(node, "WeightGradient"), node, Shared, lowering.ImageStride(node.Inputs[0]), lowering.ImageStride(node.Inputs[1]));
}

/// <summary>Per value: another one as it is where the input is above 0, elsewhere times the channel's weight. Forward the other one is the input too, backward the gradient.</summary>
internal sealed class PReluKernel : RowKernel
{
    private readonly Layout _input;
    private readonly Layout _result;
    private readonly string _resultName;

    /// <summary>What is passed on, under its name in generated code.</summary>
    private readonly string _passed;

    private PReluKernel(string name, Node node, string title, Operand weights, string resultName, string passed)
        : base(name, node, title, new("input", new Operand.OfValue(node.Inputs[0])), new("weights", weights), new(resultName, new Operand.OfValue(node.Output))) =>
        (_input, _result, _resultName, _passed) = (node.Inputs[0].Layout!, node.Output.Layout!, resultName, passed);

    public static Kernel Forward(Lowering lowering, Node node) =>
        new PReluKernel(lowering.NameOf(node), node, $"{node.Name}: PRelu", Weights(lowering, lowering.NameOf(node), node, node.Parameters[0]), "output", "input");

    public static Kernel InputGradient(Lowering lowering, Node node, Parameter weight)
    {
        string name = lowering.NameOf(node, "InputGradient");
        return new PReluKernel(name, node, $"{node.Name}: gradient of PRelu with respect to the input", Weights(lowering, name, node, weight), "gradient", "gradient");
    }

    /// <summary>One per channel as the input lies in memory, so that it does not matter here whether they are all the same.</summary>
    private static Operand Weights(Lowering lowering, string kernel, Node node, Parameter weight) =>
        lowering.PackVector(kernel, weight, node.Inputs[0].Layout!.Shape.Channels);

    private bool IsPlainVector => _input.Shape is { Height: 1, Width: 1 } && _input.Border.IsNone && _result.Border.IsNone;

    protected override RowDivision Divisible => IsPlainVector ? RowDivision.None : RowDivision.Of(_result);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        string Result(string input, string weight, string passed) => isa.SelectGreater(input, isa.Zero, passed, isa.Multiply(passed, weight));
        if (IsPlainVector)
        {
            // Not a float more than there are: the result may be the caller's memory.
            VectorLoop(
                w, isa, _input.Shape.Channels,
                i => w.Line(isa.Store($"{_resultName} + {i}", Result(isa.Load($"input + {i}"), isa.Load($"weights + {i}"), isa.Load($"{_passed} + {i}")))),
                i => w.Line($"{_resultName}[{i}] = input[{i}] > 0f ? {_passed}[{i}] : {_passed}[{i}] * weights[{i}];"));
            return;
        }

        using (Division.Blocks(w, _input.Blocks))
        {
            for (int part = 0; part < isa.VectorsPerBlock; part++)
                w.Line($"{isa.Vector} weight_{part} = {isa.Load(Place("weights", part * isa.Lanes, ("block", _input.Blocks, Layout.BlockSize)))};");
            using (Division.Rows(w, _input.Shape.Height))
            {
                string Row(string pointer, Layout layout) => Place(pointer, layout.Origin, ("block", layout.Blocks, layout.BlockStride), ("row", layout.Shape.Height, layout.RowStride));
                w.Line($"float* x = {Row("input", _input)};");
                w.Line($"float* y = {Row(_resultName, _result)};");
                using (w.Block($"for (int i = 0; i < {_input.Shape.Width * Layout.BlockSize}; i += {Layout.BlockSize})"))
                {
                    for (int part = 0; part < isa.VectorsPerBlock; part++)
                    {
                        string At(string pointer) => isa.Load(TileWriter.At($"{pointer} + i", part * isa.Lanes));
                        w.Line(isa.Store(TileWriter.At("y + i", part * isa.Lanes), Result(At("x"), $"weight_{part}", At(_passed == "input" ? "x" : "y"))));
                    }
                }
            }
        }
    });
}

/// <summary>Per channel the sum of dy · min(x, 0); with one weight for all channels also over these.</summary>
internal sealed class PReluWeightGradientKernel(string name, Node node, bool shared, int inputStride, int gradientStride)
    : ChannelSumsKernel(
        name, node, $"{node.Name}: gradients of PRelu's weights", [("x", node.Inputs[0], inputStride), ("dy", node.Inputs[1], gradientStride)], [],
        [new ChannelSum("slope", isa => isa.SelectGreater("x", isa.Zero, isa.Zero, isa.Multiply("x", "dy")))],
        [new("weightGradient", new Operand.OfGradient(node.Parameters[0]))])
{
    protected override bool IsOnePiece => shared;

    protected override void WriteResults(CodeWriter w, InstructionSet isa, string channel)
    {
        if (!shared)
        {
            base.WriteResults(w, isa, channel);
            return;
        }

        w.Line($"float sum = {channel} == 0 ? 0f : *weightGradient;");
        w.Line($"for (int lane = 0; lane < Math.Min({isa.Lanes}, {Channels} - {channel}); lane++)");
        w.Line("    sum += slope.GetElement(lane);");
        w.Line("*weightGradient = sum;");
    }
}
