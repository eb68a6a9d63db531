using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Lstm;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000): i, f, o = σ(W x + b + U h + c), g = tanh(…),
/// cell = f · cell + i · g, h = o · tanh(cell), from zeros.
/// </summary>
/// <param name="Units">The size of the state.</param>
/// <param name="ReturnSequence">Whether the output is h after every step, or after the last one.</param>
internal sealed partial record LstmOperation(int Units, bool ReturnSequence) : Operation
{
    public override string Kind => "Lstm";

    public override string Describe() => FormattableString.Invariant($"{Units} units{(ReturnSequence ? "" : ", last state")}");

    public static Operation Read(LayerArguments arguments) =>
        new LstmOperation(arguments.IntAtLeast(1, "units", 1), arguments.Bool("ReturnSequence", true));

    public override Inferred? Infer(ShapeInference context)
    {
        if (!context.Input.IsSequence)
        {
            context.Report(Problems.WrongRank, ["a sequence (channels, length)", context.Found]);
            return null;
        }

        // What training keeps and what is packed are larger than weights and output, and are addressed alike.
        int length = context.Input.Width;
        long state = Shape.Product([Units + 15L, LstmState.Parts, length + 1L]), packed = Shape.Product([Units + 15L, 4L, (long)context.Input.Channels + Units + 1]);
        if (Math.Max(state, packed) > int.MaxValue / 8)
        {
            context.Report(Problems.SizeOverflow, [$"its {Units} units at {length} steps of {context.Input.Channels} features"]);
            return null;
        }

        return new Inferred(this, ReturnSequence ? Shape.Sequence(Units, length) : Shape.Flat(Units));
    }

    /// <summary>All are drawn from ±1/√units, biases too, as PyTorch does.</summary>
    public override IReadOnlyList<ParameterShape> Parameters(Shape input)
    {
        ParameterShape Of(string suffix, params int[] dimensions) => new(suffix, dimensions, Units, 4 * Units, "Uniform");
        return [Of("weight_ih_l0", 4 * Units, input.Channels), Of("weight_hh_l0", 4 * Units, Units), Of("bias_ih_l0", 4 * Units), Of("bias_hh_l0", 4 * Units)];
    }

    public override long MultiplyAdds(Shape input, Shape output) => 4L * Units * (input.Channels + Units) * input.Width;
}

/// <summary>The state of a step: parts of one length, in whole blocks of 16 units.</summary>
/// <param name="Units">The size of the state.</param>
internal sealed record LstmState(int Units)
{
    /// <summary>The gates, in PyTorch's order; the cell, its tanh, and what the step returns.</summary>
    public const int Input = 0, Forget = 1, Candidate = 2, Output = 3, Cell = 4, SquashedCell = 5, Hidden = 6, Parts = 7, Gates = 4;

    /// <summary>Floats of one part.</summary>
    public int Part => AffineKernel.Padded(Units);

    /// <summary>Floats of a step's state.</summary>
    public int Length => Parts * Part;

    /// <summary>States of several steps as a value, one step per row.</summary>
    public Value Value(string name, int steps, int parts) => new(name, new Shape(Layout.BlockSize, steps, parts * Part / Layout.BlockSize));

    /// <summary>Where a part is in a step's state.</summary>
    public string At(string pointer, int part) => TileWriter.At(pointer, part * Part);
}
