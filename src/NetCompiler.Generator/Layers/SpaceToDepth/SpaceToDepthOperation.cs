using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Moving;

namespace NetCompiler.Generator.Layers.SpaceToDepth;

/// <summary>The positions of each square of an image as channels: row i, column j of a square becomes channel (i · b + j) · C + c (ONNX).</summary>
internal sealed record SpaceToDepthOperation(int Block) : MovingOperation
{
    public override string Kind => "SpaceToDepth";

    public override string Describe() => $"{Block}×{Block}";

    public override IEnumerable<Fact> Facts => [Fact.Of("block", Block)];

    public static Operation Read(LayerArguments arguments) => new SpaceToDepthOperation(arguments.IntAtLeast(1, "block", 1));

    public override Inferred? Infer(ShapeInference context)
    {
        Shape input = context.Input;
        if (input.Rank != 3 || input.Height % Block != 0 || input.Width % Block != 0)
        {
            context.Report(Problems.WrongRank, [$"an image whose height and width are multiples of {Block}", context.Found]);
            return null;
        }

        // No more values than the input has, which is addressable.
        return new Inferred(this, input.With(input.Channels * Block * Block, input.Height / Block, input.Width / Block));
    }

    public override bool IsPermutation => true;

    public override bool MovesBlocks(Shape input) => input.Channels % Layout.BlockSize == 0;

    public override string Channel(Shape input, int unit, string channel) => $"{channel} % {input.Channels / unit}";

    public override string Row(Shape input, int unit, string channel, string row) => $"{row} * {Block} + {channel} / {input.Channels / unit * Block}";

    public override string Column(Shape input, int unit, string channel, string column) => $"{column} * {Block} + {channel} / {input.Channels / unit} % {Block}";
}
