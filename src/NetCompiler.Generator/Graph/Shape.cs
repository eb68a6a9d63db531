namespace NetCompiler.Generator.Graph;

/// <summary>A value's logical shape without the batch.</summary>
/// <param name="Channels">Channels, or features of a flat vector.</param>
/// <param name="Height">Rows; 1 for a sequence and for a flat vector.</param>
/// <param name="Width">Columns; the length of a sequence; 1 for a flat vector.</param>
/// <param name="Rank">3 for an image, 2 for a sequence, 1 for a flat vector of features.</param>
internal sealed record Shape(int Channels, int Height, int Width, int Rank = 3)
{
    /// <summary>Floats of the largest image: leaves room for a few of them below 2³¹, in which generated code counts.</summary>
    private const long MaximumLength = int.MaxValue / 8;

    /// <summary>Floats of all images of a network: training keeps their gradients as well.</summary>
    public const long MaximumTotal = int.MaxValue / 3;

    public static Shape Flat(int features) => new(features, 1, 1, Rank: 1);

    public static Shape Sequence(int channels, int length) => new(channels, 1, length, Rank: 2);

    /// <summary>A shape of the sizes that users write; null if there are neither one, two nor three.</summary>
    public static Shape? Of(IReadOnlyList<int> sizes) => sizes.Count switch
    {
        1 => Flat(sizes[0]),
        2 => Sequence(sizes[0], sizes[1]),
        3 => new Shape(sizes[0], sizes[1], sizes[2]),
        _ => null,
    };

    /// <summary>Whether it is a vector of features rather than an image or a sequence.</summary>
    public bool IsFlat => Rank == 1;

    public bool IsSequence => Rank == 2;

    /// <summary>A shape of the same rank with other sizes.</summary>
    public Shape With(int channels, int height, int width) => this with { Channels = channels, Height = height, Width = width };

    public long Length => Product([Channels, Height, Width]);

    /// <summary>Whether generated code can address it.</summary>
    public bool IsAddressable => IsAddressableWith(Border.None);

    public bool IsAddressableWith(Border border) => BlockedLength(border) <= MaximumLength;

    /// <summary>The sizes as users know them: <c>[channels, height, width]</c>, <c>[channels, length]</c> or <c>[features]</c>.</summary>
    public int[] Dimensions => IsFlat ? [Channels] : IsSequence ? [Channels, Width] : [Channels, Height, Width];

    /// <summary>Floats in memory: channels come in blocks of 16.</summary>
    public long BlockedLength(Border border) =>
        Product([((long)Channels + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize, (long)Height + border.Top + border.Bottom, (long)Width + border.Left + border.Right]);

    /// <summary>The product of sizes that are not negative; <see cref="long.MaxValue"/> if it is larger than that.</summary>
    public static long Product(IEnumerable<long> sizes)
    {
        long product = 1;
        foreach (long size in sizes)
        {
            if (size == 0)
                return 0;
            product = product > long.MaxValue / size ? long.MaxValue : product * size;
        }

        return product;
    }

    public static long Product(IEnumerable<int> sizes) => Product(sizes.Select(size => (long)size));

    public override string ToString() => string.Join("×", Dimensions);
}

/// <summary>Rows and columns around an image.</summary>
internal sealed record Border(int Top, int Left, int Bottom, int Right)
{
    public static readonly Border None = new(0, 0, 0, 0);

    public bool IsNone => this == None;

    /// <summary>The smallest border that serves both.</summary>
    public Border Union(Border other) =>
        new(Math.Max(Top, other.Top), Math.Max(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Max(Right, other.Right));

    public static Border operator +(Border a, Border b) => new(a.Top + b.Top, a.Left + b.Left, a.Bottom + b.Bottom, a.Right + b.Right);

    public override string ToString() =>
        Top == Left && Left == Bottom && Bottom == Right ? $"{Top}" : $"[{Top}, {Left}, {Bottom}, {Right}]";
}
