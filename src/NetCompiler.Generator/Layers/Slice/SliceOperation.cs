using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Moving;

namespace NetCompiler.Generator.Layers.Slice;

/// <summary>The places from <paramref name="Start"/> up to, but not including, <paramref name="End"/> along one axis of users' shapes.</summary>
internal sealed record SliceOperation(int Start, int End, int Axis) : MovingOperation
{
    public override string Kind => "Slice";

    public override string Describe() => $"{Start} to {End}{(Axis == 0 ? "" : $", axis {Axis}")}";

    public override IEnumerable<Fact> Facts => [Fact.Of("start", Start), Fact.Of("end", End), Fact.Of("axis", Axis)];

    public static Operation Read(LayerArguments arguments)
    {
        int start = arguments.IntAtLeast(0, "start", 0), end = arguments.Int("end", 0), axis = arguments.Int("Axis", 0);
        bool hasLength = end > start, hasAxis = axis is >= 0 and <= 2;
        if (!hasLength)
            arguments.Report(Problems.OutOfRange, "end", $"above {start}, where the slice starts", end);
        if (!hasAxis)
            arguments.Report(Problems.OutOfRange, "Axis", "0 (channels or features), 1 (rows or a sequence's length) or 2 (columns)", axis);
        return hasLength && hasAxis ? new SliceOperation(start, end, axis) : new SliceOperation(0, 1, 0);
    }

    public override Inferred? Infer(ShapeInference context)
    {
        Shape input = context.Input;
        if (Axis >= input.Rank)
        {
            context.Report(Problems.WrongRank, [Axis == 2 ? "an image for axis 2" : "an image or a sequence for axis 1", context.Found]);
            return null;
        }

        if (End > input.Dimensions[Axis])
        {
            string places = Axis == 2 ? "columns" : Axis == 1 ? input.IsSequence ? "places along its length" : "rows" : input.IsFlat ? "features" : "channels";
            context.Report(Problems.InputTooSmall, [$"{End} {places}", context.Found]);
            return null;
        }

        int[] sizes = input.Dimensions;
        sizes[Axis] = End - Start;
        return new Inferred(this, Shape.Of(sizes)!);
    }

    /// <summary>A block that is cut in two would bring channels along that are not the slice's.</summary>
    public override bool MovesBlocks(Shape input) => Axis > 0 || (Start % Layout.BlockSize == 0 && (End % Layout.BlockSize == 0 || End == input.Channels));

    public override int? ChannelInInput(Node node) => Axis == 0 ? Start : null;

    public override Kernel? Lower(Lowering lowering, Node node) => node.Output.PartOf is null ? base.Lower(lowering, node) : null;

    public override int? RowMajorStart(Shape input) => input.IsFlat ? Start : null;

    public override string Channel(Shape input, int unit, string channel) => Axis == 0 ? Shifted(channel, Start / unit) : channel;

    public override string Row(Shape input, int unit, string channel, string row) => Axis == 1 && !input.IsSequence ? Shifted(row, Start) : row;

    public override string Column(Shape input, int unit, string channel, string column) =>
        Axis == 2 || (Axis == 1 && input.IsSequence) ? Shifted(column, Start) : column;
}
