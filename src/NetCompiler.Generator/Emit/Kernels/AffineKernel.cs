using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>x · factor + summand with both per channel, and an activation of it.</summary>
/// <param name="name">The method's name.</param>
/// <param name="node">The node.</param>
/// <param name="title">The header's first line.</param>
/// <param name="channels">Channels.</param>
/// <param name="numbers">Where the factors lie, padded to whole blocks, and behind them the summands.</param>
internal sealed class AffineKernel(string name, Node node, string title, int channels, int numbers)
    : RowKernel(name, node, title, new("input", new Operand.OfValue(node.Inputs[0])), new("numbers", new Operand.OfPacked(numbers)), new("output", new Operand.OfValue(node.Output)))
{
    public static int Padded(int channels) => (channels + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;

    protected override RowDivision Divisible => RowDivision.Of(Node.Output.Layout!);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        (Layout x, Layout y) = (Node.Inputs[0].Layout!, Node.Output.Layout!);
        using (Division.Blocks(w, y.Blocks))
        using (isa.VectorsPerBlock == 1 ? w.Loop("", 1) : w.Block($"for (int lane = 0; lane < {Layout.BlockSize}; lane += {isa.Lanes})"))
        {
            string lane = isa.VectorsPerBlock == 1 ? "" : " + lane";
            string at = Place("numbers", 0, ("block", y.Blocks, Layout.BlockSize)) + lane;
            w.Line($"{isa.Vector} factor = {isa.Load(at)};");
            w.Line($"{isa.Vector} summand = {isa.Load($"{at} + {Padded(channels)}")};");
            using (Division.Rows(w, y.Shape.Height))
            {
                w.Line($"float* x = {Place("input", x.Origin, ("block", y.Blocks, x.BlockStride), ("row", y.Shape.Height, x.RowStride))}{lane};");
                w.Line($"float* y = {Place("output", y.Origin, ("block", y.Blocks, y.BlockStride), ("row", y.Shape.Height, y.RowStride))}{lane};");
                using (w.Block($"for (int i = 0; i < {y.Shape.Width * Layout.BlockSize}; i += {Layout.BlockSize})"))
                {
                    w.Line($"{isa.Vector} value = {isa.MultiplyAdd(isa.Load("x + i"), "factor", "summand")};");
                    foreach (ActivationOperation activation in Node.Epilogue.OfType<ActivationOperation>())
                        w.Line($"value = {activation.Apply(w, isa, "value")};");
                    w.Line(isa.Store("y + i", "value"));
                }
            }
        }
    });
}
