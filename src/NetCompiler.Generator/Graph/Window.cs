namespace NetCompiler.Generator.Graph;

/// <summary>
/// A window that slides over an image: the arithmetic of convolutions and pools, in one place. As declared it may fit images and sequences
/// alike; <see cref="For"/> settles which.
/// </summary>
internal sealed record Window(int Height, int Width, int StrideY, int StrideX, Border Padding, int DilationY = 1, int DilationX = 1)
{
    /// <summary>The rank of input whose axes the arguments name: 3 where a number per axis of an image was given, 2 for both ends of a sequence, 0 where one number serves all.</summary>
    public int Rank { get; init; }

    /// <summary>Rows from the first tap to the last.</summary>
    public long ExtentY => ((Height - 1L) * DilationY) + 1;

    /// <summary>Columns from the first tap to the last.</summary>
    public long ExtentX => ((Width - 1L) * DilationX) + 1;

    public int Taps => Height * Width;

    /// <summary>The window over an input of that rank: over a sequence it has one row.</summary>
    public Window For(Shape input) =>
        input.IsSequence
            ? this with { Height = 1, StrideY = 1, DilationY = 1, Padding = Padding with { Top = 0, Bottom = 0 }, Rank = 2 }
            : this with { Rank = 3 };

    /// <summary>⌊(in + before + after − dilation · (kernel − 1) − 1) / stride⌋ + 1; the caller has checked that the window fits and the padded input is addressable.</summary>
    public (int Height, int Width) OutputSize(Shape input) =>
        ((int)((input.Height + Padding.Top + Padding.Bottom - ExtentY) / StrideY) + 1,
         (int)((input.Width + Padding.Left + Padding.Right - ExtentX) / StrideX) + 1);

    public bool Fits(Shape input) =>
        (long)input.Height + Padding.Top + Padding.Bottom >= ExtentY && (long)input.Width + Padding.Left + Padding.Right >= ExtentX;

    /// <summary>The padding that gives ⌈in / stride⌉ outputs, the odd zero at the end (SAME_UPPER).</summary>
    public Window WithSamePadding(Shape input)
    {
        // Below the window's extent, which the caller has checked to be a 32-bit number; the steps towards it need not be.
        static int Total(long size, long extent, long stride) => (int)Math.Max(0, ((((size + stride - 1) / stride) - 1) * stride) + extent - size);
        int vertical = Total(input.Height, ExtentY, StrideY), horizontal = Total(input.Width, ExtentX, StrideX);
        return this with { Padding = new Border(vertical / 2, horizontal / 2, vertical - (vertical / 2), horizontal - (horizontal / 2)) };
    }

    public override string ToString()
    {
        string text = Rank == 2 ? $"{Width}" : $"{Height}×{Width}";
        if (StrideY != 1 || StrideX != 1)
            text += Rank == 2 || StrideY == StrideX ? $", stride {StrideX}" : $", stride {StrideY}×{StrideX}";
        if (DilationY != 1 || DilationX != 1)
            text += Rank == 2 || DilationY == DilationX ? $", dilation {DilationX}" : $", dilation {DilationY}×{DilationX}";
        return Padding.IsNone ? text : $"{text}, padding {Padding}";
    }
}
