using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Joins;

namespace NetCompiler.Generator.Layers.Concat;

/// <summary>Values one after the other along an axis: 0 channels or features, 1 rows or a sequence's length, 2 columns.</summary>
internal sealed record ConcatOperation(EquatableArray<string> Names, int Axis) : JoinOperation(Names)
{
    public override string Kind => "Concat";

    public override bool IsTransparent => true;

    public override string Describe() => Axis == 0 ? "" : $"axis {Axis}";

    public override IEnumerable<Fact> Facts => Axis == 0 ? [] : [Fact.Of("axis", Axis)];

    public static Operation Read(LayerArguments arguments)
    {
        int axis = arguments.IntAtLeast(0, "Axis", 0);
        if (axis > 2)
            arguments.Report(Problems.OutOfRange, "Axis", "0, 1 or 2", axis);
        return new ConcatOperation(ReadNames(arguments), axis);
    }

    public override Inferred? Infer(ShapeInference context)
    {
        Shape first = context.Input;
        if (Axis >= first.Rank)
        {
            context.Report(Problems.WrongRank, [$"an input with an axis {Axis}", context.Found]);
            return null;
        }

        long length = 0;
        for (int i = 0; i < context.Inputs.Count; i++)
        {
            Shape shape = context.Inputs[i];
            length += Along(shape);
            if (shape.Rank != first.Rank || Joined(shape, Along(first)) != first)
            {
                context.Report(Problems.ShapesDiffer, [$"shapes that differ along axis {Axis} only, but {context.Found} and {context.Describe(i)}"]);
                return null;
            }
        }

        if (length > int.MaxValue)
        {
            context.Report(Problems.SizeOverflow, ["the sum of its inputs' sizes"]);
            return null;
        }

        return new Inferred(this, Joined(first, (int)length));
    }

    /// <summary>Where an input begins in the output.</summary>
    public Offset Start(Node node, int input)
    {
        int before = node.Inputs.Take(input).Sum(value => Along(value.Shape));
        return Axis == 0 ? new Offset(before, 0, 0) : Axis == 1 && !node.Output.Shape.IsSequence ? new Offset(0, before, 0) : new Offset(0, 0, before);
    }

    public override int? ChannelOfInput(Node node, int input) => Axis == 0 ? Start(node, input).Channel : null;

    /// <summary>Copies the inputs that were not written to their places in the output in the first place.</summary>
    public override Kernel? Lower(Lowering lowering, Node node)
    {
        List<RegionCopy> copies =
        [
            .. node.Inputs.Select((input, i) => new RegionCopy(input, default, node.Output, Start(node, i), input.Shape))
                .Where(copy => copy.From.PartOf != new Part(node.Output, copy.ToOffset.Channel)),
        ];
        return copies.Count == 0 ? null : new RegionsKernel(lowering.NameOf(node), node, $"{node.Name}: Concat {Describe()}".TrimEnd(), copies);
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (gradients.Needs(node.Inputs[i]))
                gradients.Add(node, new ConcatGradientOperation(Start(node, i)), node.Inputs[i], outputGradient);
        }
    }

    private int Along(Shape shape) => Axis == 0 ? shape.Channels : Axis == 1 && !shape.IsSequence ? shape.Height : shape.Width;

    private Shape Joined(Shape shape, int along) =>
        Axis == 0 ? shape with { Channels = along } : Axis == 1 && !shape.IsSequence ? shape with { Height = along } : shape with { Width = along };
}

/// <summary>The part of a concatenation's gradient that belongs to one of its inputs.</summary>
internal sealed record ConcatGradientOperation(Offset Start) : Operation
{
    public override string Kind => "ConcatGradient";

    public override Kernel Lower(Lowering lowering, Node node) => new RegionsKernel(
        lowering.NameOf(node, node.Output.Name), node, $"{node.Name}: the part of the gradient that belongs to {node.Output.Name}",
        [new RegionCopy(node.Inputs[0], Start, node.Output, default, node.Output.Shape)]);
}
