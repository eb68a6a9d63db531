using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Moving;

namespace NetCompiler.Generator.Layers.ChannelShuffle;

/// <summary>Channel g · n + i of groups · n becomes channel i · groups + g (Zhang et al. 2018, "ShuffleNet").</summary>
internal sealed record ChannelShuffleOperation(int Groups) : MovingOperation
{
    public override string Kind => "ChannelShuffle";

    public override string Describe() => $"{Groups} groups";

    public override IEnumerable<Fact> Facts => [Fact.Of("groups", Groups)];

    public static Operation Read(LayerArguments arguments) => new ChannelShuffleOperation(arguments.IntAtLeast(1, "groups", 1));

    public override Inferred? Infer(ShapeInference context)
    {
        if (!context.RequireImage())
            return null;
        if (context.Input.Channels % Groups == 0)
            return new Inferred(this, context.Input);
        context.Report(Problems.WrongRank, [$"channels that {Groups} groups can share equally", context.Found]);
        return null;
    }

    public override bool IsPermutation => true;

    public override bool MovesBlocks(Shape input) => false;

    public override string Channel(Shape input, int unit, string channel) => $"{channel} % {Groups} * {input.Channels / Groups} + {channel} / {Groups}";
}
