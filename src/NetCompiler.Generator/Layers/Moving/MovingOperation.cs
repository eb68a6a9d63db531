using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Moving;

/// <summary>
/// A layer each of whose values is one value of its input: it states where each comes from, as C# expressions, and the kernels follow from that.
/// The gradient of a value goes back to where the value came from; gradients that meet there add up.
/// </summary>
internal abstract record MovingOperation : Operation
{
    /// <summary>Whether every value of the input goes to exactly one place, so that no gradients meet and none is missing.</summary>
    public virtual bool IsPermutation => false;

    /// <summary>Whether channels move in whole blocks of 16, or stay where they are.</summary>
    public virtual bool MovesBlocks(Shape input) => true;

    /// <summary>The input's channel that a channel of the output comes from.</summary>
    /// <param name="input">The input's shape.</param>
    /// <param name="unit">What is counted: channels (1), or blocks of 16 where those are moved.</param>
    /// <param name="channel">The output's channel, or block, as an expression.</param>
    public virtual string Channel(Shape input, int unit, string channel) => channel;

    /// <summary>The input's row that a row of one of the output's channels (or blocks) comes from.</summary>
    public virtual string Row(Shape input, int unit, string channel, string row) => row;

    /// <summary>The input's column that a column of one of the output's channels (or blocks) comes from.</summary>
    public virtual string Column(Shape input, int unit, string channel, string column) => column;

    /// <summary>A place some steps further on.</summary>
    protected static string Shifted(string place, int by) => by == 0 ? place : $"{place} + {by}";

    /// <summary>For a layer that keeps the order channels, rows, columns: the place in it of the output's first value. Null for others.</summary>
    public virtual int? RowMajorStart(Shape input) => null;

    public override Kernel? Lower(Lowering lowering, Node node) => Kernel(lowering.NameOf(node), node, node.Inputs[0], node.Output, isGradient: false);

    /// <summary>A gradient lies in memory as the input does where that is more than its shape says: a flattened image keeps the image's order.</summary>
    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        if (gradients.Needs(input))
            gradients.Add(node, new MovingGradientOperation(this), input, input.Shape.IsFlat ? [outputGradient, input] : [outputGradient]);
    }

    internal virtual Kernel Kernel(string name, Node node, Value input, Value output, bool isGradient) =>
        RowMajorStart(input.Shape) is { } start
            ? new RowMajorKernel(name, node, this, start, input, output, isGradient)
            : new PlacesKernel(name, node, this, input, output, isGradient);
}

/// <summary>The gradient with respect to the input of a layer that moves values.</summary>
internal sealed record MovingGradientOperation(MovingOperation Moving) : Operation
{
    public override string Kind => $"{Moving.Kind}Gradient";

    public override bool ReadsPlanar => Moving.ReadsPlanar;

    public override Layout OutputLayout(Node node, Border border) =>
        node.Inputs.Count > 1 ? node.Inputs[1].Layout! with { Border = border } : base.OutputLayout(node, border);

    public override Kernel Lower(Lowering lowering, Node node) =>
        Moving.Kernel(lowering.NameOf(node, "InputGradient"), node, node.Output, node.Inputs[0], isGradient: true);
}
