using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Regions;

/// <summary>Brings regions of an image, which another value lists, to one size each, and stacks them as rows.</summary>
/// <param name="Height">Rows of a region in the output.</param>
/// <param name="Width">Columns of a region in the output.</param>
/// <param name="Ratio">Positions of the image per unit of the regions' coordinates.</param>
/// <param name="Regions">The name of the regions: a sequence whose columns hold x₁, y₁, x₂, y₂.</param>
internal abstract record RegionOperation(int Height, int Width, float Ratio, string Regions) : Operation
{
    /// <summary>Numbers of a region.</summary>
    private const int Coordinates = 4;

    public override IReadOnlyList<string> Sources => [GraphBuilder.PreviousName, Regions];

    public override string Describe() => FormattableString.Invariant($"{Height}×{Width}{(Ratio == 1 ? "" : $", scale {Ratio}")}");

    public override IEnumerable<Fact> Facts => [Fact.Of("size", Height, Width), Fact.Of("scale", Ratio)];

    /// <summary>Whether the gradient depends on the values of image and output, not on the regions alone.</summary>
    public abstract bool GradientDependsOnValues { get; }

    /// <summary>Writes what is computed once for each region, whose coordinates are at <c>box</c>.</summary>
    public abstract void WriteRegion(CodeWriter w);

    /// <summary>Writes one value of the output, at <c>bin</c>, for the region's <c>row</c> and <c>column</c>.</summary>
    public abstract void WriteBin(CodeWriter w, InstructionSet isa, RegionLayouts layouts);

    /// <summary>Writes what the gradient of that value adds to the image's.</summary>
    public abstract void WriteBinGradient(CodeWriter w, InstructionSet isa, RegionLayouts layouts);

    public override Inferred? Infer(ShapeInference context)
    {
        (Shape image, Shape regions) = (context.Input, context.Inputs[1]);
        if (image.Rank != 3)
        {
            context.Report(Problems.WrongRank, ["an image (channels, height, width)", context.Found]);
            return null;
        }

        if (!regions.IsSequence || regions.Channels != Coordinates)
        {
            context.Report(Problems.ShapesDiffer, [$"regions as a sequence ({Coordinates}, count), but {context.Describe(1)} and {context.Found}"]);
            return null;
        }

        long rows = (long)Height * regions.Width;
        if (rows > int.MaxValue)
        {
            context.Report(Problems.SizeOverflow, [$"{regions.Width} regions of {Height} rows"]);
            return null;
        }

        return new Inferred(this, new Shape(image.Channels, (int)rows, Width));
    }

    public override Kernel Lower(Lowering lowering, Node node) => new RegionKernel(lowering.NameOf(node), node, this);

    /// <summary>Regions get no gradient: rounded ones have none, and no published network trains by that of the others.</summary>
    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (!gradients.Needs(node.Inputs[0]))
            return;
        Value[] values = GradientDependsOnValues ? [node.Inputs[0], node.Output] : [];
        gradients.Add(node, new RegionGradientOperation(this), node.Inputs[0], [node.Inputs[1], outputGradient, .. values]);
    }

    protected static (int Height, int Width) ReadSize(LayerArguments arguments) => arguments.RequiredPair(1, "size");

    protected static string ReadRegions(LayerArguments arguments) => arguments.Strings("regions").FirstOrDefault() ?? "";

    protected static float ReadScale(LayerArguments arguments)
    {
        float scale = arguments.Float("Scale", 1f);
        if (scale > 0 && !float.IsInfinity(scale))
            return scale;
        arguments.Report(Problems.OutOfRange, "Scale", "above 0 and finite", scale);
        return 1;
    }
}

/// <summary>How the image and the stacked regions lie in memory; for gradients, how theirs do.</summary>
/// <param name="Image">The image that is read, or its gradient, which is added to.</param>
/// <param name="Bins">The output, or its gradient.</param>
/// <param name="ImageValues">For gradients that depend on values, the image.</param>
/// <param name="BinValues">For gradients that depend on values, the output.</param>
internal sealed record RegionLayouts(Layout Image, Layout Bins, Layout? ImageValues = null, Layout? BinValues = null);

/// <summary>The gradient with respect to the image that regions are taken from.</summary>
internal sealed record RegionGradientOperation(RegionOperation Region) : Operation
{
    public override string Kind => $"{Region.Kind}Gradient";

    public override Kernel Lower(Lowering lowering, Node node) => new RegionGradientKernel(lowering.NameOf(node, "InputGradient"), node, Region);
}
