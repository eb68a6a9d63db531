namespace NetCompiler.Layers;

/// <summary>Takes rows and columns off the sides.</summary>
public sealed class CropAttribute : LayerAttribute
{
    /// <summary>The same on all sides.</summary>
    /// <param name="sides">Rows and columns per side; something must be left.</param>
    public CropAttribute(int sides) => Sides = [sides];

    /// <summary>Per side.</summary>
    /// <param name="sides"><c>[top, left, bottom, right]</c>, ONNX's order; <c>[before, after]</c> on a sequence. Something must be left.</param>
    public CropAttribute(int[] sides) => Sides = sides;

    /// <summary>What is taken off, one number or per side.</summary>
    public int[] Sides { get; }
}
