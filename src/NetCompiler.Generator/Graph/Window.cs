namespace NetCompiler.Generator.Graph;

/// <summary>A window that slides over an image: the arithmetic of convolutions and pools, in one place.</summary>
internal sealed record Window(int Height, int Width, int StrideY, int StrideX, Border Padding)
{
    /// <summary>⌊(in + before + after − kernel) / stride⌋ + 1; the caller has checked that the window fits and the padded input is addressable.</summary>
    public (int Height, int Width) OutputSize(Shape input) =>
        (((input.Height + Padding.Top + Padding.Bottom - Height) / StrideY) + 1,
         ((input.Width + Padding.Left + Padding.Right - Width) / StrideX) + 1);

    public bool Fits(Shape input) =>
        (long)input.Height + Padding.Top + Padding.Bottom >= Height && (long)input.Width + Padding.Left + Padding.Right >= Width;

    /// <summary>The padding that gives ⌈in / stride⌉ outputs, the odd zero at the end (SAME_UPPER).</summary>
    public Window WithSamePadding(Shape input)
    {
        // Below the kernel's size, so the cast is safe; the steps towards it need not be.
        static int Total(long size, long kernel, long stride) => (int)Math.Max(0, ((((size + stride - 1) / stride) - 1) * stride) + kernel - size);
        int vertical = Total(input.Height, Height, StrideY), horizontal = Total(input.Width, Width, StrideX);
        return this with { Padding = new Border(vertical / 2, horizontal / 2, vertical - (vertical / 2), horizontal - (horizontal / 2)) };
    }

    public override string ToString()
    {
        string text = $"{Height}×{Width}";
        if (StrideY != 1 || StrideX != 1)
            text += StrideY == StrideX ? $", stride {StrideY}" : $", stride {StrideY}×{StrideX}";
        return Padding.IsNone ? text : $"{text}, padding {Padding}";
    }
}
