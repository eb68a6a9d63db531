namespace NetCompiler.Layers;

/// <summary>
/// Convolution (cross-correlation) with a bias per filter. Weights <c>[filters, in, height, width]</c>, bias <c>[filters]</c>. Stride 1 unless given.
/// </summary>
public sealed class ConvAttribute : WindowAttribute
{
    /// <summary>Square filters.</summary>
    /// <param name="filters">The number of filters, which is the number of output channels.</param>
    /// <param name="kernel">Height and width of a filter.</param>
    public ConvAttribute(int filters, int kernel) : base(kernel) => Filters = filters;

    /// <summary>Filters of any shape.</summary>
    /// <param name="filters">The number of filters, which is the number of output channels.</param>
    /// <param name="kernel"><c>[height, width]</c> of a filter.</param>
    public ConvAttribute(int filters, int[] kernel) : base(kernel) => Filters = filters;

    /// <summary>The number of filters.</summary>
    public int Filters { get; }

    /// <summary>Zeros added on all four sides.</summary>
    public int Padding { get; set; }

    /// <summary>Zeros added per side: <c>[top, left, bottom, right]</c>, ONNX's order.</summary>
    public int[]? Pads { get; set; }

    /// <summary>
    /// Pads so that the output has ⌈in / stride⌉ rows and columns; an odd zero goes to the bottom and right (TensorFlow's and Keras's "same", ONNX's <c>SAME_UPPER</c>).
    /// </summary>
    public bool Same { get; set; }

    /// <summary>Whether the layer has a bias. Default true.</summary>
    public bool Bias { get; set; } = true;
}
