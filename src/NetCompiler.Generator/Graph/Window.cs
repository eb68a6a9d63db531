namespace NetCompiler.Generator.Graph;

/// <summary>
/// A window that slides over an image: the arithmetic of convolutions and pools, in one place. As declared it may fit images and sequences
/// alike; <see cref="For"/> settles which.
/// </summary>
internal sealed record Window(int Height, int Width, int StrideY, int StrideX, Border Padding, int DilationY = 1, int DilationX = 1)
{
    /// <summary>A single value; what operations hold whose window follows from the input.</summary>
    public static readonly Window One = new(1, 1, 1, 1, Border.None);

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
        // Below the window's extent, which a dilation can make larger than any number here; such a window does not fit anyway.
        static int Total(long size, long extent, long stride) => (int)Math.Min(int.MaxValue, Math.Max(0, ((((size + stride - 1) / stride) - 1) * stride) + extent - size));
        int vertical = Total(input.Height, ExtentY, StrideY), horizontal = Total(input.Width, ExtentX, StrideX);
        return this with { Padding = new Border(vertical / 2, horizontal / 2, vertical - (vertical / 2), horizontal - (horizontal / 2)) };
    }

    /// <summary>
    /// The padding after the input with which the output's size, rounded down, is what it is rounded up without: the last window starts within the input or the padding
    /// before it, but may reach further than the padding after it. A window that does not fit even so keeps not fitting.
    /// </summary>
    public Window WithCeiling(Shape input)
    {
        static int After(long size, long extent, long stride, int before, int after)
        {
            long rounded = size + before + after - extent + stride - 1;
            long last = rounded / stride * stride;
            if (last >= size + before)
                last -= stride;
            return (int)Math.Min(int.MaxValue, rounded < 0 ? after + stride - 1 : Math.Max(after, last + extent - before - size));
        }

        return this with
        {
            Padding = Padding with
            {
                Bottom = After(input.Height, ExtentY, StrideY, Padding.Top, Padding.Bottom),
                Right = After(input.Width, ExtentX, StrideX, Padding.Left, Padding.Right),
            },
        };
    }

    /// <summary>Kernel, strides, pads and dilations: one number per axis of the input that it was settled for.</summary>
    public IEnumerable<Fact> Facts
    {
        get
        {
            yield return PerAxis("kernel", Height, Width);
            if (StrideY != 1 || StrideX != 1)
                yield return PerAxis("strides", StrideY, StrideX);
            if (!Padding.IsNone)
                yield return Fact.OfSides("pads", Padding, Rank);
            if (DilationY != 1 || DilationX != 1)
                yield return PerAxis("dilations", DilationY, DilationX);
        }
    }

    private Fact PerAxis(string name, int vertical, int horizontal) => Rank == 2 ? Fact.Of(name, horizontal) : Fact.Of(name, vertical, horizontal);

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
