using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.PRelu;

/// <summary>x where x is above 0, weight · x elsewhere, with a learned weight per channel or one for all.</summary>
/// <param name="Shared">Whether one weight serves all channels.</param>
internal sealed partial record PReluOperation(bool Shared) : Operation
{
    /// <summary>Whether the input is a vector of features; known once shapes are.</summary>
    private bool IsFlat { get; init; }

    public override string Kind => "PRelu";

    public override string Describe() => Shared ? "one weight" : "";

    public override bool IsRectifier => true;

    public static Operation Read(LayerArguments arguments) => new PReluOperation(arguments.Bool("Shared", false));

    public override Inferred? Infer(ShapeInference context) => new(this with { IsFlat = context.Input.IsFlat }, context.Input);

    public override IReadOnlyList<ParameterShape> Parameters(Shape input) =>
        [new ParameterShape("weight", [Shared ? 1 : input.Channels], FanIn: 1, FanOut: 1, Initializer: "Quarter")];
}
