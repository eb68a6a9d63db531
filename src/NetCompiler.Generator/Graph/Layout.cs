namespace NetCompiler.Generator.Graph;

/// <summary>
/// How an image lies in memory. Blocked: 16 channels of a pixel side by side, one cache line (NCHW16c). Planar: each channel a plane of its own.
/// A flat vector is a blocked image of 1×1 pixels, whose features therefore lie side by side. All numbers count floats.
/// </summary>
/// <param name="Shape">The logical sizes.</param>
/// <param name="ChannelsPerBlock">16 (blocked) or 1 (planar).</param>
/// <param name="Border">Zeros around the image that its consumers read.</param>
/// <param name="RowAlignment">Rows are a multiple of this many floats: 1, or 16 where rows are written in whole registers.</param>
internal sealed record Layout(Shape Shape, int ChannelsPerBlock, Border Border, int RowAlignment = 1)
{
    public const int BlockSize = 16;

    public static Layout Blocked(Shape shape, Border border) => new(shape, BlockSize, border);

    public static Layout Planar(Shape shape, Border border) => new(shape, 1, border);

    /// <summary>Rows in memory at a time, for an image that is computed and read in stripes, one after the other in the same place; 0 if all are.</summary>
    public int HeldRows { get; init; }

    public bool IsBlocked => ChannelsPerBlock == BlockSize;

    public int PaddedHeight => HeldRows > 0 ? HeldRows : Shape.Height + Border.Top + Border.Bottom;

    public int PaddedWidth => Shape.Width + Border.Left + Border.Right;

    public int Blocks => (Shape.Channels + ChannelsPerBlock - 1) / ChannelsPerBlock;

    public int ColumnStride => ChannelsPerBlock;

    public int RowStride => ((PaddedWidth * ChannelsPerBlock) + RowAlignment - 1) / RowAlignment * RowAlignment;

    public int BlockStride => PaddedHeight * RowStride;

    /// <summary>From the buffer's start to channel 0 of the first pixel inside the border.</summary>
    public int Origin => (Border.Top * RowStride) + (Border.Left * ColumnStride);

    /// <summary>Floats of the whole buffer, rounded up to a cache line. Planes end with a spare one: registers may be loaded across a row's end.</summary>
    public int Length => (((((Blocks * BlockStride) + BlockSize - 1) / BlockSize) + (IsBlocked ? 0 : 1)) * BlockSize);

    /// <summary>Channels in the last block: 1 to <see cref="ChannelsPerBlock"/>.</summary>
    public int LastBlockChannels => Shape.Channels - ((Blocks - 1) * ChannelsPerBlock);

    public override string ToString() =>
        (IsBlocked ? Shape.IsFlat ? "vector" : "NCHW16c" : "NCHW") + (Border.IsNone ? "" : $" + border {Border}") + (HeldRows > 0 ? $", {HeldRows} rows at a time" : "");
}

/// <summary>Where a value lies: in which memory, and how many floats into one image's part of it.</summary>
/// <param name="Region">The memory.</param>
/// <param name="Offset">Floats into one image's part of it.</param>
/// <param name="Index">Which of several inputs or outputs.</param>
internal sealed record Placement(Region Region, int Offset, int Index = 0)
{
    public override string ToString() => Region == Region.Arena || Region == Region.BatchArena ? $"{Region}[{Offset}]" : $"{Region}";
}

/// <summary>The memories that kernels read and write.</summary>
internal enum Region
{
    /// <summary>Working memory used by one image at a time (inference) or kept per image (training).</summary>
    Arena,

    /// <summary>Working memory that a batched prediction keeps per image, between its convolutions and its dense layers.</summary>
    BatchArena,

    /// <summary>Memory of the running thread, for a value that is computed and read in stripes.</summary>
    Scratch,

    /// <summary>The caller's input.</summary>
    Input,

    /// <summary>The caller's output.</summary>
    Output,

    /// <summary>The gradient of the loss with respect to the output.</summary>
    OutputGradient,
}
