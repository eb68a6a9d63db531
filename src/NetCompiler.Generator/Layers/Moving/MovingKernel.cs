using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Layers.Moving;

/// <summary>Goes through the places of an output: forward each takes its value from the input, backward each adds its gradient to the input's.</summary>
/// <param name="name">The method's name.</param>
/// <param name="node">The node.</param>
/// <param name="moving">The layer.</param>
/// <param name="input">The layer's input, or the gradient with respect to it.</param>
/// <param name="output">The layer's output, or its gradient.</param>
/// <param name="isGradient">Which of the two.</param>
internal abstract class MovingKernel(string name, Node node, MovingOperation moving, Value input, Value output, bool isGradient)
    : RowKernel(name, node, $"{node.Name}: {(isGradient ? "gradient of " : "")}{moving.Kind} {moving.Describe()}", isGradient
        ? [new("outputGradient", new Operand.OfValue(output)), new("inputGradient", new Operand.OfValue(input))]
        : [new("input", new Operand.OfValue(input)), new("output", new Operand.OfValue(output))])
{
    protected MovingOperation Moving => moving;

    protected bool IsGradient => isGradient;

    protected string Input { get; } = isGradient ? "inputGradient" : "input";

    protected string Output { get; } = isGradient ? "outputGradient" : "output";

    protected Layout From => input.Layout!;

    protected Layout To => output.Layout!;

    public sealed override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        if (isGradient && !moving.IsPermutation)
            Clear(w, writer.Isa, Input, From.Length);
        WriteMoves(w, writer.Isa);
    });

    protected abstract void WriteMoves(CodeWriter w, InstructionSet isa);

    /// <summary>Moves one float between two places, given as C# variables.</summary>
    protected string Move(string x, string y) => !isGradient ? $"{y} = {x};" : moving.IsPermutation ? $"{x} = {y};" : $"{x} += {y};";

    /// <summary>Moves a register between two places, given as pointer expressions.</summary>
    protected string MoveVector(InstructionSet isa, string x, string y) =>
        !isGradient ? isa.Store(y, isa.Load(x)) : isa.Store(x, moving.IsPermutation ? isa.Load(y) : isa.Add(isa.Load(x), isa.Load(y)));

    /// <summary>A pointer's further term: steps of an expression, or nothing.</summary>
    protected static string Term(string expression, int step) =>
        expression == "0" ? "" : (expression.Contains(' ') ? $" + ({expression})" : $" + {expression}") + (step == 1 ? "" : $" * {step}");
}

/// <summary>Moves values between the places that the layer's expressions name: blocks of channels in registers, or single channels.</summary>
internal sealed class PlacesKernel(string name, Node node, MovingOperation moving, Value input, Value output, bool isGradient)
    : MovingKernel(name, node, moving, input, output, isGradient)
{
    private readonly Shape _input = input.Shape;

    protected override RowDivision Divisible => Moving.MovesBlocks(_input) ? RowDivision.Of(To) : RowDivision.OfRows(To.Shape.Height);

    protected override void WriteMoves(CodeWriter w, InstructionSet isa)
    {
        if (Moving.MovesBlocks(_input))
            WriteBlocks(w, isa);
        else
            WriteChannels(w);
    }

    private void WriteBlocks(CodeWriter w, InstructionSet isa)
    {
        Shape shape = To.Shape;
        (string block, string row, string column) = (Variable("block", To.Blocks), Variable("row", shape.Height), Variable("column", shape.Width));
        using (Division.Blocks(w, To.Blocks))
        using (Division.Rows(w, shape.Height))
        {
            string from = Term(Moving.Channel(_input, Layout.BlockSize, block), From.BlockStride) + Term(Moving.Row(_input, Layout.BlockSize, block, row), From.RowStride);
            w.Line($"float* inputRow = {TileWriter.At(Input, From.Origin)}{from};");
            w.Line($"float* outputRow = {TileWriter.At(Output, To.Origin)}{Term(block, To.BlockStride)}{Term(row, To.RowStride)};");
            using (w.Loop("column", shape.Width))
            {
                w.Line($"float* x = inputRow{Term(Moving.Column(_input, Layout.BlockSize, block, column), From.ColumnStride)};");
                w.Line($"float* y = outputRow{Term(column, To.ColumnStride)};");
                for (int part = 0; part < isa.VectorsPerBlock; part++)
                    w.Line(MoveVector(isa, TileWriter.At("x", part * isa.Lanes), TileWriter.At("y", part * isa.Lanes)));
            }
        }
    }

    /// <summary>Row by row, so that all channels of a row, which share cache lines, are moved together.</summary>
    private void WriteChannels(CodeWriter w)
    {
        Shape shape = To.Shape;
        (string channel, string row, string column) = (Variable("channel", shape.Channels), Variable("row", shape.Height), Variable("column", shape.Width));
        using (Division.Rows(w, shape.Height))
        using (w.Loop("channel", shape.Channels))
        {
            w.Line($"int inputChannel = {Moving.Channel(_input, 1, channel)};");
            w.Line($"float* x = {TileWriter.At(Input, From.Origin)}{InBlocks(From, "inputChannel")}{Term(Moving.Row(_input, 1, channel, row), From.RowStride)};");
            w.Line($"float* y = {TileWriter.At(Output, To.Origin)}{InBlocks(To, channel)}{Term(row, To.RowStride)};");
            using (w.Loop("column", shape.Width))
                w.Line(Move($"x[{Index(Moving.Column(_input, 1, channel, column), From.ColumnStride)}]", $"y[{Index(column, To.ColumnStride)}]"));
        }
    }

    private static string Index(string expression, int step) => expression == "0" ? "0" : Term(expression, step).Substring(" + ".Length);

    private static string InBlocks(Layout layout, string channel) =>
        channel == "0" ? "" : $" + {channel} / {Layout.BlockSize} * {layout.BlockStride} + {channel} % {Layout.BlockSize}";

    /// <summary>A loop that runs once is not written, and its variable is 0.</summary>
    private static string Variable(string name, int count) => count == 1 ? "0" : name;
}
