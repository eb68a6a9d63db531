namespace NetCompiler.Layers;

/// <summary>How values between those of the input are found.</summary>
public enum UpsampleMode
{
    /// <summary>The value at ⌊position / scale⌋: each input value fills a rectangle.</summary>
    Nearest,

    /// <summary>Linear between the nearest two rows and columns; beyond the outermost value the border's own.</summary>
    Bilinear,
}
