namespace NetCompiler.Layers;

/// <summary>
/// Transposed convolution: each input value adds a stamp of the filter to the output, <c>stride</c> apart (Long et al. 2015, "Fully convolutional networks for semantic
/// segmentation"). Output size per axis: (in − 1) · stride − before − after + dilation · (kernel − 1) + output padding + 1. Weights in PyTorch's order
/// <c>[in, filters / groups, height, width]</c>, bias <c>[filters]</c>. Stride 1 unless given.
/// </summary>
public sealed class ConvTransposeAttribute : WindowAttribute
{
    /// <summary>Square filters.</summary>
    /// <param name="filters">The number of filters, which is the number of output channels.</param>
    /// <param name="kernel">Height and width of a filter; its length on a sequence.</param>
    public ConvTransposeAttribute(int filters, int kernel) : base(kernel) => Filters = filters;

    /// <summary>Filters of any shape.</summary>
    /// <param name="filters">The number of filters, which is the number of output channels.</param>
    /// <param name="kernel"><c>[height, width]</c> of a filter.</param>
    public ConvTransposeAttribute(int filters, int[] kernel) : base(kernel) => Filters = filters;

    /// <summary>The number of filters.</summary>
    public int Filters { get; }

    /// <summary>Rows and columns taken off the output on all sides; at least 0.</summary>
    public int Padding { get; set; }

    /// <summary>Rows and columns taken off the output per side: <c>[top, left, bottom, right]</c>, ONNX's order.</summary>
    public int[]? Pads { get; set; }

    /// <summary>Rows and columns added at the bottom and right of the output; less than the stride or the dilation, as in PyTorch. Default 0.</summary>
    public int OutputPadding { get; set; }

    /// <summary>The output padding per axis: <c>[vertical, horizontal]</c>.</summary>
    public int[]? OutputPaddings { get; set; }

    /// <summary>The distance between the output values that neighbouring taps of a filter write, on every axis. 1 unless given.</summary>
    public int Dilation { get; set; }

    /// <summary>The dilation per axis: <c>[vertical, horizontal]</c>.</summary>
    public int[]? Dilations { get; set; }

    /// <summary>Into how many groups the channels are cut. Must divide both the input channels and the filters. Default 1.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>Whether the layer has a bias. Default true.</summary>
    public bool Bias { get; set; } = true;
}
