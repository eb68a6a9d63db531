namespace NetCompiler.Layers;

/// <summary>A window that may reach over the input's border. Nothing is added unless one of the three properties says so; at most one may be given.</summary>
public abstract class PaddedWindowAttribute : WindowAttribute
{
    private protected PaddedWindowAttribute(params int[] kernel) : base(kernel)
    {
    }

    /// <summary>Rows and columns added on all sides; at least 0.</summary>
    public int Padding { get; set; }

    /// <summary>Rows and columns added per side: <c>[top, left, bottom, right]</c>, ONNX's order; <c>[before, after]</c> on a sequence.</summary>
    public int[]? Pads { get; set; }

    /// <summary>
    /// Pads so that the output has ⌈in / stride⌉ rows and columns; an odd one goes to the bottom and right (TensorFlow's and Keras's "same", ONNX's <c>SAME_UPPER</c>).
    /// </summary>
    public bool Same { get; set; }
}
