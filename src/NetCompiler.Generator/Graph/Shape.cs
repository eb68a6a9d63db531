namespace NetCompiler.Generator.Graph;

/// <summary>A value's logical shape without the batch.</summary>
/// <param name="Channels">Channels, or features of a flat vector.</param>
/// <param name="Height">Rows; 1 for a flat vector.</param>
/// <param name="Width">Columns; 1 for a flat vector.</param>
/// <param name="IsFlat">Whether it is a vector of features rather than an image.</param>
internal sealed record Shape(int Channels, int Height, int Width, bool IsFlat = false)
{
    public static Shape Flat(int features) => new(features, 1, 1, IsFlat: true);

    public long Length => (long)Channels * Height * Width;

    /// <summary>The sizes as users know them: <c>[channels, height, width]</c> or <c>[features]</c>.</summary>
    public int[] Dimensions => IsFlat ? [Channels] : [Channels, Height, Width];

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
