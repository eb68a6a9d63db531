namespace NetCompiler.Layers;

/// <summary>
/// Convolution (cross-correlation) with a bias per filter, over an image or, with one number per argument, a sequence. Stride 1 unless given.
/// Weights <c>[filters, in / groups, height, width]</c>, bias <c>[filters]</c>.
/// </summary>
public sealed class ConvAttribute : ConvolutionAttribute
{
    /// <summary>Square filters.</summary>
    /// <param name="filters">The number of filters, which is the number of output channels.</param>
    /// <param name="kernel">Height and width of a filter; its length on a sequence.</param>
    public ConvAttribute(int filters, int kernel) : base(kernel) => Filters = filters;

    /// <summary>Filters of any shape.</summary>
    /// <param name="filters">The number of filters, which is the number of output channels.</param>
    /// <param name="kernel"><c>[height, width]</c> of a filter.</param>
    public ConvAttribute(int filters, int[] kernel) : base(kernel) => Filters = filters;

    /// <summary>The number of filters.</summary>
    public int Filters { get; }

    /// <summary>
    /// Into how many groups the channels are cut: each filter reads the input channels of its own group only (Krizhevsky et al. 2012). Must divide both the input channels
    /// and the filters. Default 1.
    /// </summary>
    public int Groups { get; set; } = 1;

    /// <summary>
    /// A partial connection table (LeCun et al. 1998, table I): per filter the input channels that it reads, such as <c>"0,1,2"</c>. All unless given. There are weights for
    /// the connections only: <c>[connections, height, width]</c>, filter after filter, each filter's in the ascending order of its channels. Excludes <see cref="Groups"/>.
    /// </summary>
    public string[]? Connections { get; set; }
}
