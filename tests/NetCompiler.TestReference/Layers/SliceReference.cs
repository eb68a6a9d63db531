namespace NetCompiler.TestReference.Layers;

/// <summary>The places from start up to, but not including, end along one axis.</summary>
public sealed record SliceReference(int Start, int End, int Axis = 0) : MovingReference("Slice")
{
    public override string Arguments => $"{Start}, {End}{(Axis == 0 ? "" : $", Axis = {Axis}")}";

    public override int[] OutputShape(int[] input) => [.. input.Select((size, axis) => axis == Axis ? End - Start : size)];

    protected override IEnumerable<(int[] From, int[] To)> Moves(int[] input) =>
        from place in Places(input)
        where place[Axis] >= Start && place[Axis] < End
        select (place, (int[])[.. place.Select((index, axis) => axis == Axis ? index - Start : index)]);
}
