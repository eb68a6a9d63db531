using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>The gradient of a bias where the kernel of the weights' gradient does not compute it along with them: one per channel, or one per value.</summary>
/// <param name="Layer">The layer's kind.</param>
/// <param name="Bias">The tensor.</param>
internal sealed record BiasGradientOperation(string Layer, Parameter Bias) : Operation
{
    public override string Kind => $"{Layer}BiasGradient";

    public override Kernel Lower(Lowering lowering, Node node)
    {
        Value gradient = node.Inputs[0];
        (string name, string title) = (lowering.NameOf(node, "BiasGradient"), $"{node.Name}: gradient of the bias");
        return Bias.Dimensions.Length == 1
            ? new ChannelBiasGradientKernel(name, node, title, Bias, gradient, lowering.ImageStride(gradient))
            : new ValueBiasGradientKernel(name, node, title, Bias, gradient, lowering.ImageStride(gradient));
    }
}

/// <summary>The gradient of a bias per channel.</summary>
internal sealed class ChannelBiasGradientKernel(string name, Node node, string title, Parameter bias, Value gradient, int imageStride)
    : ChannelSumsKernel(
        name, node, title, [("dy", gradient, imageStride)], [], [new ChannelSum("sum", _ => "dy")],
        [new KernelArgument("biasGradient", new Operand.OfGradient(bias))]);

/// <summary>The gradient of a bias per output value: sums over the batch alone, in its order. A piece of work is a row of one block of channels.</summary>
internal sealed class ValueBiasGradientKernel(string name, Node node, string title, Parameter bias, Value gradient, int imageStride)
    : Kernel(name, node, KernelScope.Pieces)
{
    private readonly Layout _layout = gradient.Layout!;

    public override IReadOnlyList<KernelArgument> Arguments { get; } =
        [new("outputGradient", new Operand.OfValue(gradient)), new("biasGradient", new Operand.OfGradient(bias))];

    public override IEnumerable<string> Describe() =>
        [title, $"gradient  {gradient.Name} {gradient.Shape}, {_layout}", $"result    {bias.Name} [{string.Join(", ", bias.Dimensions)}]"];

    public override int Pieces(InstructionSet isa) => _layout.Blocks * _layout.Shape.Height;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        (int height, int width, int channels) = (_layout.Shape.Height, _layout.Shape.Width, _layout.Shape.Channels);
        using (w.Block("for (int piece = first; piece < end; piece++)"))
        {
            w.Line(height == 1 ? "int block = piece;" : $"int block = piece / {height}, row = piece % {height};");
            w.Line($"float* dy = {RowKernel.Place("outputGradient", _layout.Origin, ("block", _layout.Blocks, _layout.BlockStride), ("row", height, _layout.RowStride))};");
            w.Line($"float* target = {RowKernel.Place("biasGradient", 0, ("block", _layout.Blocks, Layout.BlockSize * height * width), ("row", height, width))};");
            using (w.Loop("column", width))
            using (w.Block($"for (int channel = 0; channel < Math.Min({Layout.BlockSize}, {channels} - block * {Layout.BlockSize}); channel += {isa.Lanes})"))
            {
                w.Line($"{isa.Vector} sum = {isa.Zero};");
                w.Line("for (int image = 0; image < batch; image++)");
                string dy = RowKernel.Place("dy", 0, ("column", width, _layout.ColumnStride));
                w.Line($"    sum = {isa.Add("sum", isa.Load($"{dy} + channel + (nint)image * {imageStride}"))};");
                w.Line($"for (int lane = 0; lane < Math.Min({isa.Lanes}, {channels} - block * {Layout.BlockSize} - channel); lane++)");
                w.Line($"    target[(channel + lane) * {height * width}{(width > 1 ? " + column" : "")}] = sum.GetElement(lane);");
            }
        }
    });
}
