namespace NetCompiler.Layers;

/// <summary>Adds a border of zeros.</summary>
public sealed class PadAttribute : LayerAttribute
{
    /// <summary>The same on all four sides.</summary>
    /// <param name="padding">Rows and columns per side.</param>
    public PadAttribute(int padding) => Pads = [padding];

    /// <summary>Per side.</summary>
    /// <param name="pads"><c>[top, left, bottom, right]</c>, ONNX's order.</param>
    public PadAttribute(int[] pads) => Pads = pads;

    /// <summary>The border, one number or per side.</summary>
    public int[] Pads { get; }
}
