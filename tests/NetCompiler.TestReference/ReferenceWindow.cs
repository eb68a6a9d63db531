namespace NetCompiler.TestReference;

/// <summary>A window sliding over an image, as the attributes describe it.</summary>
public sealed record ReferenceWindow(int Height, int Width)
{
    public int StrideY { get; init; } = 1;

    public int StrideX { get; init; } = 1;

    /// <summary>Rows between the pixels of neighbouring taps.</summary>
    public int DilationY { get; init; } = 1;

    /// <summary>Columns between the pixels of neighbouring taps.</summary>
    public int DilationX { get; init; } = 1;

    /// <summary>Rows under the window, with those that its taps pass over.</summary>
    private int SpanY => 1 + ((Height - 1) * DilationY);

    private int SpanX => 1 + ((Width - 1) * DilationX);

    /// <summary>Top, left, bottom, right.</summary>
    public int[] Pads { get; init; } = [0, 0, 0, 0];

    /// <summary>⌈in / stride⌉ outputs per axis; an odd zero goes to the bottom and right.</summary>
    public bool Same { get; init; }

    /// <summary>The zeros around an image of that size: top, left, bottom, right.</summary>
    public int[] PadsFor(int height, int width)
    {
        if (!Same)
            return Pads;
        int vertical = SameTotal(height, SpanY, StrideY), horizontal = SameTotal(width, SpanX, StrideX);
        return [vertical / 2, horizontal / 2, (vertical + 1) / 2, (horizontal + 1) / 2];
    }

    public (int Height, int Width) OutputSize(int height, int width)
    {
        int[] pads = PadsFor(height, width);
        return (Positions(height + pads[0] + pads[2], SpanY, StrideY), Positions(width + pads[1] + pads[3], SpanX, StrideX));
    }

    /// <summary>How often the window fits: counted, not computed.</summary>
    private static int Positions(int size, int kernel, int stride)
    {
        int count = 0;
        for (int start = 0; start + kernel <= size; start += stride)
            count++;
        return count;
    }

    /// <summary>The least padding with which the window fits ⌈in / stride⌉ times.</summary>
    private static int SameTotal(int size, int kernel, int stride)
    {
        int wanted = 0;
        for (int start = 0; start < size; start += stride)
            wanted++;
        int total = 0;
        while (Positions(size + total, kernel, stride) < wanted)
            total++;
        return total;
    }

    internal string KernelArgument => Height == Width ? $"{Height}" : $"[{Height}, {Width}]";
}
