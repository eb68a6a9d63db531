using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.LocallyConnected;

/// <summary>
/// The gradients of weights that belong to one output pixel each: for every tap the sum over the batch, in its order, of input times gradient. Registers
/// hold neighbouring input channels, for a few filters at once. A piece of work is an output pixel and a block of input channels.
/// </summary>
internal sealed class LocalWeightGradientKernel(string name, Node node, Window window, int inputStride, int gradientStride)
    : Kernel(name, node, KernelScope.Pieces)
{
    /// <summary>Filters in a tile: enough independent sums to keep two units busy, and a divisor of a block, so that no tile crosses one.</summary>
    private const int TileFilters = 8;

    private readonly Parameter _weight = node.Parameters[0];
    private readonly Layout _input = node.Inputs[0].Layout!;
    private readonly Layout _gradient = node.Inputs[1].Layout!;

    /// <summary>Floats from one filter to the next in the tensor.</summary>
    private int FilterStep => _gradient.Shape.Height * _gradient.Shape.Width * _input.Shape.Channels * window.Taps;

    public override IReadOnlyList<KernelArgument> Arguments =>
    [
        new("input", new Operand.OfValue(Node.Inputs[0])),
        new("outputGradient", new Operand.OfValue(Node.Inputs[1])),
        new("weightGradient", new Operand.OfGradient(_weight)),
    ];

    public override IEnumerable<string> Describe() =>
    [
        $"{Node.Name}: gradients of the weights",
        $"input     {Node.Inputs[0].Name} {_input.Shape}, {_input}",
        $"gradient  {Node.Inputs[1].Name} {_gradient.Shape}, {_gradient}",
        $"result    {_weight.Name} [{string.Join(", ", _weight.Dimensions)}]",
    ];

    public override int Pieces(InstructionSet isa) => _gradient.Shape.Height * _gradient.Shape.Width * _input.Blocks;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        (int height, int width, int blocks, int channels) = (_gradient.Shape.Height, _gradient.Shape.Width, _input.Blocks, _input.Shape.Channels);
        using (w.Block("for (int piece = first; piece < end; piece++)"))
        {
            w.Line(blocks == 1 ? "int pixel = piece, block = 0;" : $"int pixel = piece / {blocks}, block = piece % {blocks};");
            w.Line($"int row = pixel / {width}, column = pixel % {width};");
            int inputOrigin = _input.Origin - (window.Padding.Top * _input.RowStride) - (window.Padding.Left * _input.ColumnStride);
            w.Line($"float* x = {RowKernel.Place("input", inputOrigin, ("block", blocks, _input.BlockStride), ("row", height, window.StrideY * _input.RowStride), ("column", width, window.StrideX * _input.ColumnStride))};");
            w.Line($"float* dy = {RowKernel.Place("outputGradient", _gradient.Origin, ("row", height, _gradient.RowStride), ("column", width, _gradient.ColumnStride))};");
            w.Line($"float* target = weightGradient + (pixel * {channels} + block * {Layout.BlockSize}) * {window.Taps};");
            w.Line($"int channels = Math.Min({Layout.BlockSize}, {channels} - block * {Layout.BlockSize});");
            foreach ((int start, int count, int filters) in FilterTiles())
            {
                using (count == 1 ? w.Scoped() : w.Block($"for (int filter = 0; filter < {count * filters}; filter += {filters})"))
                {
                    w.Line(count == 1
                        ? $"float* gradient = {TileWriter.At("dy", (start / Layout.BlockSize * _gradient.BlockStride) + (start % Layout.BlockSize))}, weights = {TileWriter.At("target", start * FilterStep)};"
                        : $"float* gradient = dy + filter / {Layout.BlockSize} * {_gradient.BlockStride} + filter % {Layout.BlockSize}, weights = target + filter * {FilterStep};");
                    using (w.Loop("ky", window.Height))
                    using (w.Loop("kx", window.Width))
                    using (w.Block($"for (int channel = 0; channel < channels; channel += {isa.Lanes})"))
                    {
                        string from = RowKernel.Place("x", 0, ("ky", window.Height, _input.RowStride), ("kx", window.Width, _input.ColumnStride));
                        string to = RowKernel.Place("weights", 0, ("ky", window.Height, window.Width), ("kx", window.Width, 1));
                        w.Line($"{Tile(writer, filters)}({from} + channel, gradient, {to} + channel * {window.Taps}, Math.Min({isa.Lanes}, channels - channel), batch);");
                    }
                }
            }
        }
    });

    private IEnumerable<(int Start, int Count, int Filters)> FilterTiles()
    {
        int filters = _gradient.Shape.Channels, whole = filters / TileFilters, rest = filters % TileFilters;
        if (whole > 0)
            yield return (0, whole, TileFilters);
        if (rest > 0)
            yield return (whole * TileFilters, 1, rest);
    }

    private string Tile(KernelWriter writer, int filters)
    {
        InstructionSet isa = writer.Isa;
        string comment = $"One tap of {isa.Lanes} channels for {filters} filter{(filters == 1 ? "" : "s")}: sum_{{filter}} stay in registers over the batch; the first channels are stored.";
        return writer.Part($"Tile{filters}", "float* input, float* outputGradient, float* weightGradient, int channels, int batch", comment, w =>
        {
            for (int i = 0; i < filters; i++)
                w.Line($"{isa.Vector} sum_{i} = {isa.Zero};");
            using (w.Block("for (int image = 0; image < batch; image++)"))
            {
                w.Line($"{isa.Vector} x = {isa.Load("input")};");
                for (int i = 0; i < filters; i++)
                    w.Line($"sum_{i} = {isa.MultiplyAdd(isa.Broadcast(TileWriter.At("outputGradient", i)), "x", $"sum_{i}")};");
                w.Line($"input += {inputStride};");
                w.Line($"outputGradient += {gradientStride};");
            }

            using (w.Block("for (int channel = 0; channel < channels; channel++)"))
            {
                for (int i = 0; i < filters; i++)
                    w.Line($"weightGradient[channel * {window.Taps}{(i == 0 ? "" : $" + {i * FilterStep}")}] = sum_{i}.GetElement(channel);");
            }
        });
    }
}
