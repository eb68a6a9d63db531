using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Regions;

namespace NetCompiler.Generator.Layers.RoiPool;

/// <summary>
/// The largest value of each bin of a region with whole corners, both of which belong to it (Girshick 2015, "Fast R-CNN"; torchvision's <c>roi_pool</c>).
/// A bin without values is 0. Bins are cut in whole numbers, free of rounding errors.
/// </summary>
internal sealed record RoiPoolOperation(int Height, int Width, float Ratio, string Regions) : RegionOperation(Height, Width, Ratio, Regions)
{
    /// <summary>Far outside every image, and a whole number in single precision.</summary>
    private const int Limit = 1 << 24;

    public override string Kind => "RoiPool";

    public override bool GradientDependsOnValues => true;

    public static Operation Read(LayerArguments arguments)
    {
        (int height, int width) = ReadSize(arguments);
        return new RoiPoolOperation(height, width, ReadScale(arguments), ReadRegions(arguments));
    }

    /// <summary>Corners are rounded to the nearest position, halves away from zero, as C's <c>round</c> does.</summary>
    public override void WriteRegion(CodeWriter w)
    {
        string[] names = ["left", "top", "right", "bottom"];
        for (int i = 0; i < names.Length; i++)
        {
            string name = names[i];
            w.Line($"float {name}Exact = Math.Min(Math.Max(box[{i}] * {InstructionSet.Literal(Ratio)}, -{Limit}f), {Limit}f);");
            w.Line($"int {name} = (int){name}Exact;");
            w.Line($"{name} += {name}Exact - {name} >= 0.5f ? 1 : {name}Exact - {name} <= -0.5f ? -1 : 0;");
        }

        w.Line("long height = Math.Max(bottom - top + 1, 1), width = Math.Max(right - left + 1, 1);");
    }

    public override void WriteBin(CodeWriter w, InstructionSet isa, RegionLayouts layouts)
    {
        WriteBounds(w, layouts.Image);
        w.Line("float least = firstRow < endRow && firstColumn < endColumn ? float.NegativeInfinity : 0f;");
        RegionKernelBase.EachRegister(w, isa, layouts.Bins.Blocks, () =>
        {
            w.Line($"{isa.Vector} largest = {isa.Splat("least")};");
            EachPixel(w, () => w.Line($"largest = {isa.MaxOrNaN("largest", isa.Load(Pixel("image", layouts.Image)))};"));
            w.Line(isa.Store(RegionKernelBase.Register("bin", layouts.Bins), "largest"));
        });
    }

    /// <summary>The first of equal maxima in row-major order takes the gradient: what it takes is gone for those after it.</summary>
    public override void WriteBinGradient(CodeWriter w, InstructionSet isa, RegionLayouts layouts)
    {
        WriteBounds(w, layouts.Image);
        RegionKernelBase.EachRegister(w, isa, layouts.Bins.Blocks, () =>
        {
            w.Line($"{isa.Vector} gradient = {isa.Load(RegionKernelBase.Register("binGradient", layouts.Bins))};");
            w.Line($"{isa.Vector} largest = {isa.Load(RegionKernelBase.Register("bin", layouts.BinValues!))};");
            EachPixel(w, () =>
            {
                w.Line($"{isa.Vector} value = {isa.Load(Pixel("image", layouts.ImageValues!))};");
                w.Line($"float* to = {Pixel("imageGradient", layouts.Image)};");
                w.Line(isa.Store("to", isa.Add(isa.Load("to"), isa.SelectEqual("value", "largest", "gradient", isa.Zero))));
                w.Line($"gradient = {isa.SelectEqual("value", "largest", isa.Zero, "gradient")};");
            });
        });
    }

    /// <summary>A bin begins at the position in which its first point lies and ends behind that of its last one; what lies outside the image is cut off.</summary>
    private void WriteBounds(CodeWriter w, Layout image)
    {
        foreach ((string axis, string at, string start, string size, int count, int limit) in new[]
        {
            ("Row", "row", "top", "height", Height, image.Shape.Height), ("Column", "column", "left", "width", Width, image.Shape.Width),
        })
        {
            w.Line($"int first{axis} = (int)Math.Min(Math.Max({start} + {at} * {size} / {count}, 0), {limit});");
            w.Line($"int end{axis} = (int)Math.Min(Math.Max({start} + (({at} + 1) * {size} + {count - 1}) / {count}, 0), {limit});");
        }
    }

    private static void EachPixel(CodeWriter w, Action write)
    {
        using (w.Block("for (int y = firstRow; y < endRow; y++)"))
        using (w.Block("for (int x = firstColumn; x < endColumn; x++)"))
            write();
    }

    private static string Pixel(string pointer, Layout layout) =>
        RegionKernelBase.Register($"{TileWriter.At(pointer, layout.Origin)} + y * {layout.RowStride} + x * {layout.ColumnStride}", layout);
}
