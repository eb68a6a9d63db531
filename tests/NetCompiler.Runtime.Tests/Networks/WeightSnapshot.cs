namespace NetCompiler.Tests;

internal static class WeightSnapshot
{
    /// <summary>The bits of all weights, so that comparisons also tell −0 from 0 and one NaN from another.</summary>
    public static int[] Bits(this Network network) =>
        [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Select(BitConverter.SingleToInt32Bits)];
}
