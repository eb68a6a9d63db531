using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Regions;

/// <summary>Goes through the regions and the places of each in the output.</summary>
internal abstract class RegionKernelBase(string name, Node node, string title, RegionOperation region, Value regions, params KernelArgument[] arguments)
    : RowKernel(name, node, title, arguments)
{
    protected RegionOperation Region => region;

    /// <summary>Loops over regions, rows and columns. A region with NaN among its coordinates is nowhere: <paramref name="unknown"/> takes its place.</summary>
    protected void EachBin(CodeWriter w, Action unknown, Action bin)
    {
        Layout boxes = regions.Layout!;
        using (w.Block($"for (int region = 0; region < {boxes.Shape.Width}; region++)"))
        {
            w.Line($"float* box = {TileWriter.At("regions", boxes.Origin)} + region * {boxes.ColumnStride};");
            using (w.Block("if (!(box[0] + box[1] + box[2] + box[3] >= float.NegativeInfinity))"))
            {
                unknown();
                w.Line("continue;");
            }

            region.WriteRegion(w);
            using (w.Block($"for (int row = 0; row < {region.Height}; row++)"))
            using (w.Block($"for (int column = 0; column < {region.Width}; column++)"))
                bin();
        }
    }

    protected static string Bin(string pointer, Layout layout, RegionOperation region) =>
        $"{TileWriter.At(pointer, layout.Origin)} + (region * {region.Height} + row) * {layout.RowStride} + column * {layout.ColumnStride}";

    /// <summary>Loops <c>block</c> and <c>lane</c> over registers of channels.</summary>
    public static void EachRegister(CodeWriter w, InstructionSet isa, int blocks, Action write)
    {
        using (w.Loop("block", blocks))
        using (w.Block($"for (int lane = 0; lane < {Layout.BlockSize}; lane += {isa.Lanes})"))
            write();
    }

    /// <summary>A register of channels of a pixel, within the loops of <see cref="EachRegister"/>.</summary>
    public static string Register(string pixel, Layout layout) => $"{Place(pixel, 0, ("block", layout.Blocks, layout.BlockStride))} + lane";
}

/// <summary>The regions of an image.</summary>
internal sealed class RegionKernel(string name, Node node, RegionOperation region)
    : RegionKernelBase(
        name, node, $"{node.Name}: {region.Kind} {region.Describe()}", region, node.Inputs[1],
        new("image", new Operand.OfValue(node.Inputs[0])), new("regions", new Operand.OfValue(node.Inputs[1])), new("output", new Operand.OfValue(node.Output)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        (Layout x, Layout y) = (Node.Inputs[0].Layout!, Node.Output.Layout!);
        EachBin(
            w,
            () =>
            {
                using (w.Block($"for (int row = 0; row < {Region.Height}; row++)"))
                using (w.Block($"for (int column = 0; column < {Region.Width}; column++)"))
                {
                    w.Line($"float* bin = {Bin("output", y, Region)};");
                    EachRegister(w, isa, y.Blocks, () => w.Line(isa.Store(Register("bin", y), isa.Splat("float.NaN"))));
                }
            },
            () =>
            {
                w.Line($"float* bin = {Bin("output", y, Region)};");
                Region.WriteBin(w, isa, new RegionLayouts(x, y));
            });
    });
}

/// <summary>Adds the gradients of all regions to zeros, one region after the other.</summary>
internal sealed class RegionGradientKernel(string name, Node node, RegionOperation region)
    : RegionKernelBase(
        name, node, $"{node.Name}: gradient of {region.Kind} {region.Describe()}", region, node.Inputs[0],
        [
            new("regions", new Operand.OfValue(node.Inputs[0])), new("outputGradient", new Operand.OfValue(node.Inputs[1])),
            .. region.GradientDependsOnValues
                ? [new("image", new Operand.OfValue(node.Inputs[2])), new("output", new Operand.OfValue(node.Inputs[3]))]
                : Array.Empty<KernelArgument>(),
            new("imageGradient", new Operand.OfValue(node.Output)),
        ])
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        (Layout dy, Layout dx) = (Node.Inputs[1].Layout!, Node.Output.Layout!);
        EachRun(w, [dx], (at, length) =>
        {
            using (w.Block($"for (int i = 0; i < {length}; i += {isa.Lanes})"))
                w.Line(isa.Store($"{At("imageGradient", at[0])} + i", isa.Zero));
        });
        EachBin(w, () => { }, () =>
        {
            w.Line($"float* binGradient = {Bin("outputGradient", dy, Region)};");
            Layout? y = Region.GradientDependsOnValues ? Node.Inputs[3].Layout : null;
            if (y is not null)
                w.Line($"float* bin = {Bin("output", y, Region)};");
            Region.WriteBinGradient(w, isa, new RegionLayouts(dx, dy, y is null ? null : Node.Inputs[2].Layout, y));
        });
    });
}
