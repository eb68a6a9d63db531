using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.RadialBasis;

/// <summary>Squared distances from a vector per unit.</summary>
internal sealed partial record RadialBasisOperation(int Units, bool Trainable) : Operation
{
    public override string Kind => "RadialBasis";

    public override Operation? Slide(Node declared, NetworkGraph graph) => null;

    public override string Describe() => $"{Units} units{(Trainable ? ", trained" : "")}";

    public static Operation Read(LayerArguments arguments) => new RadialBasisOperation(arguments.IntAtLeast(1, "units", 1), arguments.Bool("Trainable", false));

    public override Inferred? Infer(ShapeInference context) => context.RequireFlat() ? new Inferred(this, Shape.Flat(Units)) : null;

    public override IReadOnlyList<ParameterShape> Parameters(Shape input) =>
        [new ParameterShape("weight", [Units, input.Channels], input.Channels, Units, "Signs", Trainable)];

    public override long MultiplyAdds(Shape input, Shape output) => (long)Units * input.Channels;
}
