namespace NetCompiler.Layers;

/// <summary>
/// Convolution that filters each channel on its own (Howard et al. 2017, "MobileNets"): as many groups as input channels. Output channel c · multiplier + i is the i-th filter
/// of input channel c. Weights <c>[in · multiplier, 1, height, width]</c>, bias <c>[in · multiplier]</c>.
/// </summary>
public sealed class DepthwiseConvAttribute : ConvolutionAttribute
{
    /// <summary>Square filters.</summary>
    /// <param name="kernel">Height and width of a filter; its length on a sequence.</param>
    public DepthwiseConvAttribute(int kernel) : base(kernel)
    {
    }

    /// <summary>Filters of any shape.</summary>
    /// <param name="kernel"><c>[height, width]</c> of a filter.</param>
    public DepthwiseConvAttribute(int[] kernel) : base(kernel)
    {
    }

    /// <summary>Filters per input channel; at least 1, the default.</summary>
    public int Multiplier { get; set; } = 1;
}
