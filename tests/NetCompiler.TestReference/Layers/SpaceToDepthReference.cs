namespace NetCompiler.TestReference.Layers;

/// <summary>The value at row i, column j of a square of channel c goes to channel (i · b + j) · C + c, at the square's place among squares.</summary>
public sealed record SpaceToDepthReference(int Block) : MovingReference("SpaceToDepth")
{
    public override string Arguments => $"{Block}";

    public override int[] OutputShape(int[] input) => [input[0] * Block * Block, input[1] / Block, input[2] / Block];

    protected override IEnumerable<(int[] From, int[] To)> Moves(int[] input) =>
        from place in Places(input)
        let i = place[1] % Block
        let j = place[2] % Block
        select (place, (int[])[(((i * Block) + j) * input[0]) + place[0], place[1] / Block, place[2] / Block]);
}
