namespace NetCompiler.TestReference.Layers;

/// <summary>What is left without the outer rows and columns: one width, [before, after], or [top, left, bottom, right].</summary>
public sealed record CropReference(params int[] Sides) : MovingReference("Crop")
{
    public override string Arguments => Literal(Sides);

    public override int[] OutputShape(int[] input) => [input[0], .. SidesOf(Sides, input).Zip(input.Skip(1), (side, size) => size - side.Before - side.After)];

    protected override IEnumerable<(int[] From, int[] To)> Moves(int[] input)
    {
        (int Before, int After)[] sides = SidesOf(Sides, input);
        int[] output = OutputShape(input);
        foreach (int[] from in Places(input))
        {
            int[] to = [from[0], .. sides.Select((side, axis) => from[axis + 1] - side.Before)];
            if (to.Zip(output).All(axis => axis.First >= 0 && axis.First < axis.Second))
                yield return (from, to);
        }
    }
}
