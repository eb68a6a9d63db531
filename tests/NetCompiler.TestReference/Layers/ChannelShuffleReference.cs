namespace NetCompiler.TestReference.Layers;

/// <summary>Channel g · n + i of groups · n goes to channel i · groups + g.</summary>
public sealed record ChannelShuffleReference(int Groups) : MovingReference("ChannelShuffle")
{
    public override string Arguments => $"{Groups}";

    public override int[] OutputShape(int[] input) => input;

    protected override IEnumerable<(int[] From, int[] To)> Moves(int[] input)
    {
        int perGroup = input[0] / Groups;
        return from place in Places(input)
               let channel = (place[0] % perGroup * Groups) + (place[0] / perGroup)
               select (place, (int[])[channel, .. place[1..]]);
    }
}
