namespace Samples;

/// <summary>Inputs that a network accepts, drawn at random.</summary>
internal static class SampleInput
{
    /// <summary>Values from −1 up to 1.</summary>
    public static float[] Noise(Random random, int length) => Draw(length, () => (2 * random.NextSingle()) - 1);

    /// <summary>Indexes of words, from 0 up to <paramref name="count"/>.</summary>
    public static float[] Words(Random random, int length, int count) => Draw(length, () => random.Next(count));

    /// <summary>
    /// Boxes within an image: first all left edges in pixels, then all top, right and bottom ones. No box is empty.
    /// </summary>
    public static float[] Regions(Random random, int count, int height, int width)
    {
        float[] edges = new float[4 * count];
        for (int i = 0; i < count; i++)
        {
            edges[i] = random.Next(width - 1);
            edges[count + i] = random.Next(height - 1);
            edges[(2 * count) + i] = random.Next((int)edges[i] + 1, width);
            edges[(3 * count) + i] = random.Next((int)edges[count + i] + 1, height);
        }

        return edges;
    }

    private static float[] Draw(int length, Func<float> next)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = next();
        return values;
    }
}
