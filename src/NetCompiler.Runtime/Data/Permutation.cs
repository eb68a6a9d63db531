namespace NetCompiler;

/// <summary>Orders drawn at random, the same for the same generator on every machine.</summary>
internal static class Permutation
{
    /// <summary>0 … <paramref name="count"/> − 1 in random order.</summary>
    public static int[] Draw(int count, SplitMix64 random)
    {
        int[] items = [.. Enumerable.Range(0, count)];
        Shuffle(items, random);
        return items;
    }

    /// <summary>Fisher and Yates: every order is equally likely, but for a bias of count / 2⁶⁴.</summary>
    public static void Shuffle(Span<int> items, SplitMix64 random)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = (int)Math.BigMul(random.NextUInt64(), (ulong)(i + 1), out _);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
