namespace NetCompiler.Layers;

/// <summary>Enlarges an image or sequence by whole factors, per channel. Output size per axis: in · scale.</summary>
public sealed class UpsampleAttribute : LayerAttribute
{
    /// <summary>The same on every axis.</summary>
    /// <param name="scale">The factor; at least 1.</param>
    public UpsampleAttribute(int scale) => Scale = [scale];

    /// <summary>Per axis.</summary>
    /// <param name="scale"><c>[vertical, horizontal]</c> factors; at least 1.</param>
    public UpsampleAttribute(int[] scale) => Scale = scale;

    /// <summary>The factors.</summary>
    public int[] Scale { get; }

    /// <summary>How values between those of the input are found. Default: the nearest.</summary>
    public UpsampleMode Mode { get; set; }

    /// <summary>
    /// Bilinear only: whether the outermost values of input and output lie at the same place (true), or the outer edges of their pixels do (false, PyTorch's default).
    /// </summary>
    public bool AlignCorners { get; set; }
}
