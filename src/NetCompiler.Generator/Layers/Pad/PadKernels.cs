using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Pad;

internal sealed partial record PadOperation
{
    public override Border? AddsZeros => Mode == PaddingMode.Zeros ? Border : null;

    public override string Row(Shape input, int unit, string channel, string row) => Inside(row, Border.Top, input.Height, Border.Bottom);

    public override string Column(Shape input, int unit, string channel, string column) => Inside(column, Border.Left, input.Width, Border.Right);

    /// <summary>The place of the input whose value a place of the output holds, on one axis.</summary>
    private string Inside(string place, int before, int size, int after)
    {
        string inside = before == 0 ? place : $"{place} - {before}";
        (string first, string last) = Mode switch
        {
            PaddingMode.Replicate => ("0", $"{size - 1}"),
            PaddingMode.Reflect => ($"{before} - {place}", $"{before + (2 * size) - 2} - {place}"),
            PaddingMode.Symmetric => ($"{before - 1} - {place}", $"{before + (2 * size) - 1} - {place}"),
            _ => ($"{place} + {size - before}", $"{place} - {before + size}"),
        };
        if (after > 0)
            inside = $"{place} < {before + size} ? {inside} : {last}";
        return before > 0 ? $"{place} < {before} ? {first} : {inside}" : inside;
    }

    internal override Kernel Kernel(string name, Node node, Value input, Value output, bool isGradient)
    {
        if (Mode != PaddingMode.Zeros)
            return base.Kernel(name, node, input, output, isGradient);
        (int Row, int Column) corner = (Border.Top, Border.Left);
        (int Height, int Width) size = (input.Shape.Height, input.Shape.Width);
        return isGradient
            ? new CopyKernel(name, node, $"{node.Name}: gradient inside the border", output, input, corner, (0, 0), size)
            : new CopyKernel(name, node, $"{node.Name}: Pad {Describe()}", input, output, (0, 0), corner, size, clear: true);
    }
}
