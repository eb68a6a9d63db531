using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Regions;

namespace NetCompiler.Generator.Layers.RoiAlign;

/// <summary>
/// The mean of a grid of bilinear samples in each bin of a region, whose corners are not rounded (He et al. 2017, "Mask R-CNN"; torchvision's
/// <c>roi_align</c>). A sample more than one position outside the image counts as 0, one that is nearer as the border.
/// </summary>
internal sealed record RoiAlignOperation(int Height, int Width, float Ratio, string Regions, int Samples, bool Aligned) : RegionOperation(Height, Width, Ratio, Regions)
{
    /// <summary>The four pixels around a sample, in row-major order: their row and column, and their share.</summary>
    private static readonly (string Row, string Column, string Share)[] s_neighbours =
        [("above", "before", "(1f - down) * (1f - along)"), ("above", "behind", "(1f - down) * along"), ("below", "before", "down * (1f - along)"), ("below", "behind", "down * along")];

    public override string Kind => "RoiAlign";

    public override bool GradientDependsOnValues => false;

    public static Operation Read(LayerArguments arguments)
    {
        (int height, int width) = ReadSize(arguments);
        return new RoiAlignOperation(
            height, width, ReadScale(arguments), ReadRegions(arguments), arguments.IntAtLeast(1, "SamplingRatio", 2), arguments.Bool("Aligned", false));
    }

    public override string Describe() => FormattableString.Invariant($"{base.Describe()}, {Samples}×{Samples} samples{(Aligned ? ", aligned" : "")}");

    public override IEnumerable<Fact> Facts => [.. base.Facts, Fact.Of("samples", Samples), Fact.Of("aligned", Aligned ? 1 : 0)];

    /// <summary>Where the region begins, and the distance of samples.</summary>
    public override void WriteRegion(CodeWriter w)
    {
        string scale = InstructionSet.Literal(Ratio), shift = Aligned ? " - 0.5f" : "";
        foreach ((string start, string size, string step, int i, int count) in new[] { ("left", "width", "stepX", 0, Width), ("top", "height", "stepY", 1, Height) })
        {
            w.Line($"float {start} = box[{i}] * {scale}{shift};");
            w.Line($"float {size} = box[{i + 2}] * {scale}{shift} - {start};");
            w.Line($"float {step} = {(Aligned ? size : $"Math.Max({size}, 1f)")} / {InstructionSet.Literal((float)count * Samples)};");
        }
    }

    public override void WriteBin(CodeWriter w, InstructionSet isa, RegionLayouts layouts)
    {
        RegionKernelBase.EachRegister(w, isa, layouts.Bins.Blocks, () => w.Line(isa.Store(RegionKernelBase.Register("bin", layouts.Bins), isa.Zero)));
        EachSample(w, isa, layouts, "image", () =>
        {
            w.Line($"float* to = {RegionKernelBase.Register("bin", layouts.Bins)};");
            w.Line($"{isa.Vector} sum = {isa.Load("to")};");
            for (int i = 0; i < s_neighbours.Length; i++)
                w.Line($"sum = {isa.MultiplyAdd(isa.Splat($"share_{i}"), isa.Load(RegionKernelBase.Register($"pixel_{i}", layouts.Image)), "sum")};");
            w.Line(isa.Store("to", "sum"));
        });
    }

    public override void WriteBinGradient(CodeWriter w, InstructionSet isa, RegionLayouts layouts) =>
        EachSample(w, isa, layouts, "imageGradient", () =>
        {
            w.Line($"{isa.Vector} gradient = {isa.Load(RegionKernelBase.Register("binGradient", layouts.Bins))};");
            for (int i = 0; i < s_neighbours.Length; i++)
            {
                w.Line($"float* to_{i} = {RegionKernelBase.Register($"pixel_{i}", layouts.Image)};");
                w.Line(isa.Store($"to_{i}", isa.MultiplyAdd(isa.Splat($"share_{i}"), "gradient", isa.Load($"to_{i}"))));
            }
        });

    /// <summary>Loops over the samples of a bin that count and the registers of channels, with pointers to the pixels around the sample and their shares in the mean.</summary>
    private void EachSample(CodeWriter w, InstructionSet isa, RegionLayouts layouts, string pointer, Action write)
    {
        (int height, int width) = (layouts.Image.Shape.Height, layouts.Image.Shape.Width);
        using (w.Block($"for (int i = 0; i < {Samples}; i++)"))
        using (w.Block($"for (int j = 0; j < {Samples}; j++)"))
        {
            w.Line($"float y = top + (row * {InstructionSet.Literal(Samples)} + i + 0.5f) * stepY;");
            w.Line($"float x = left + (column * {InstructionSet.Literal(Samples)} + j + 0.5f) * stepX;");
            w.Line($"if (!(y >= -1f && y <= {height}f && x >= -1f && x <= {width}f))");
            w.Line("    continue;");
            w.Line("y = Math.Max(y, 0f);");
            w.Line("x = Math.Max(x, 0f);");
            w.Line($"int above = Math.Min((int)y, {height - 1}), below = Math.Min(above + 1, {height - 1});");
            w.Line($"int before = Math.Min((int)x, {width - 1}), behind = Math.Min(before + 1, {width - 1});");
            w.Line("float down = above < below ? y - above : 0f;");
            w.Line("float along = before < behind ? x - before : 0f;");
            for (int i = 0; i < s_neighbours.Length; i++)
            {
                (string row, string column, string share) = s_neighbours[i];
                w.Line($"float share_{i} = {share}{(Samples == 1 ? "" : $" * {InstructionSet.Literal((float)(1.0 / Samples / Samples))}")};");
                w.Line($"float* pixel_{i} = {TileWriter.At(pointer, layouts.Image.Origin)} + {row} * {layouts.Image.RowStride} + {column} * {layouts.Image.ColumnStride};");
            }

            RegionKernelBase.EachRegister(w, isa, layouts.Bins.Blocks, write);
        }
    }
}
