namespace NetCompiler.TestReference.Layers;

/// <summary>A border of zeros or of the input's values: one width, [before, after], or [top, left, bottom, right].</summary>
public sealed record PadReference(params int[] Pads) : MovingReference("Pad")
{
    /// <summary>A member of the users' enumeration.</summary>
    public string Mode { get; init; } = "Zeros";

    public override string Arguments => Literal(Pads) + (Mode == "Zeros" ? "" : $", Mode = PaddingMode.{Mode}");

    public override int[] OutputShape(int[] input) => [input[0], .. SidesOf(Pads, input).Zip(input.Skip(1), (side, size) => side.Before + size + side.After)];

    /// <summary>The input goes on without end in a pattern of its own; the output is a window of that.</summary>
    protected override IEnumerable<(int[] From, int[] To)> Moves(int[] input)
    {
        (int Before, int After)[] sides = SidesOf(Pads, input);
        foreach (int[] to in Places(OutputShape(input)))
        {
            int[] from = [to[0], .. sides.Select((side, axis) => Endless(to[axis + 1] - side.Before, input[axis + 1]))];
            if (!from.Contains(-1))
                yield return (from, to);
        }
    }

    /// <summary>The place whose value stands at a place of the endless pattern; −1 for a zero.</summary>
    private int Endless(int place, int size) => Mode switch
    {
        "Replicate" => Math.Clamp(place, 0, size - 1),
        "Reflect" => Distance(place, Math.Max(1, (2 * size) - 2)),
        "Symmetric" => (Distance((2 * place) + 1, 4 * size) - 1) / 2,   // distances of the values' middles from the mirror at the edge, in halves
        "Circular" => ((place % size) + size) % size,
        _ => place >= 0 && place < size ? place : -1,
    };

    /// <summary>The distance from the nearest multiple.</summary>
    private static int Distance(int place, int period)
    {
        int rest = Math.Abs(place) % period;
        return Math.Min(rest, period - rest);
    }
}
