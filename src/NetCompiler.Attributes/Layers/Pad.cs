namespace NetCompiler.Layers;

/// <summary>Adds a border.</summary>
public sealed class PadAttribute : LayerAttribute
{
    /// <summary>The same on all sides.</summary>
    /// <param name="padding">Rows and columns per side.</param>
    public PadAttribute(int padding) => Pads = [padding];

    /// <summary>Per side.</summary>
    /// <param name="pads"><c>[top, left, bottom, right]</c>, ONNX's order; <c>[before, after]</c> on a sequence.</param>
    public PadAttribute(int[] pads) => Pads = pads;

    /// <summary>The border, one number or per side.</summary>
    public int[] Pads { get; }

    /// <summary>What the border holds. Default zeros.</summary>
    public PaddingMode Mode { get; set; }
}
