using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Moving;

namespace NetCompiler.Generator.Layers.Crop;

/// <summary>An image or a sequence without its outer rows and columns.</summary>
internal sealed record CropOperation(Sides Sides) : MovingOperation
{
    public override string Kind => "Crop";

    public override string Describe() => $"{Sides.Border}";

    public override IEnumerable<Fact> Facts => [Fact.OfSides("sides", Sides.Border, Sides.Rank)];

    public static Operation Read(LayerArguments arguments) => new CropOperation(Sides.Read(arguments, "sides"));

    public override Inferred? Infer(ShapeInference context)
    {
        if (Sides.For(context) is not { } border)
            return null;
        Shape input = context.Input;
        if (!context.RequireSize((long)border.Top + border.Bottom + 1, (long)border.Left + border.Right + 1))
            return null;
        Shape output = input.With(input.Channels, input.Height - border.Top - border.Bottom, input.Width - border.Left - border.Right);
        return new Inferred(new CropOperation(new Sides(border, input.Rank)), output);
    }

    public override string Row(Shape input, int unit, string channel, string row) => Shifted(row, Sides.Border.Top);

    public override string Column(Shape input, int unit, string channel, string column) => Shifted(column, Sides.Border.Left);
}
