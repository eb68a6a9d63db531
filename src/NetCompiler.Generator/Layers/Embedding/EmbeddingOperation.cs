using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Embedding;

/// <summary>Each of a vector of indexes becomes the row of that number in a table: a sequence of rows.</summary>
/// <param name="Count">Rows of the table.</param>
/// <param name="Dimension">Columns of the table.</param>
/// <param name="Frozen">Whether training leaves the table as it is.</param>
internal sealed partial record EmbeddingOperation(int Count, int Dimension, bool Frozen) : Operation
{
    public override string Kind => "Embedding";

    public override string NamePrefix => "emb";

    public override string Describe() => FormattableString.Invariant($"{Count} of {Dimension}{(Frozen ? ", frozen" : "")}");

    public override int? IndexLimit => Count;

    public static Operation Read(LayerArguments arguments) =>
        new EmbeddingOperation(arguments.IntAtLeast(1, "count", 1), arguments.IntAtLeast(1, "dimension", 1), arguments.Bool("Frozen", false));

    public override Inferred? Infer(ShapeInference context) =>
        context.RequireFlat() ? new Inferred(this, Shape.Sequence(Dimension, context.Input.Channels)) : null;

    public override IReadOnlyList<ParameterShape> Parameters(Shape input) =>
        [new("weight", [Count, Dimension], 1, Dimension, "Normal", IsTrainable: !Frozen)];
}
