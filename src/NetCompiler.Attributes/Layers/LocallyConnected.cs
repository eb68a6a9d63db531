namespace NetCompiler.Layers;

/// <summary>
/// Local receptive fields: a convolution whose filters are different at every place (LeCun 1989, "Generalization and network design strategies"). Stride 1 unless given.
/// Weights <c>[filters, out height, out width, in, height, width]</c>, bias <c>[filters, out height, out width]</c>.
/// </summary>
public sealed class LocallyConnectedAttribute : PaddedWindowAttribute
{
    /// <summary>Square windows.</summary>
    /// <param name="filters">The number of filters, which is the number of output channels.</param>
    /// <param name="kernel">Height and width of a window; its length on a sequence.</param>
    public LocallyConnectedAttribute(int filters, int kernel) : base(kernel) => Filters = filters;

    /// <summary>Windows of any shape.</summary>
    /// <param name="filters">The number of filters, which is the number of output channels.</param>
    /// <param name="kernel"><c>[height, width]</c> of a window.</param>
    public LocallyConnectedAttribute(int filters, int[] kernel) : base(kernel) => Filters = filters;

    /// <summary>The number of filters.</summary>
    public int Filters { get; }

    /// <summary>Whether the layer has a bias. Default true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Whether the bias is one per filter, <c>[filters]</c>, instead of one per output value. Default false.</summary>
    public bool SharedBias { get; set; }

    /// <summary>
    /// Whether the weights are one set per filter, <c>[filters, in, height, width]</c>, as in a convolution, while the biases remain one per output value: the feature maps
    /// of the ZIP code networks (LeCun et al. 1989, "Backpropagation applied to handwritten zip code recognition"). Default false.
    /// </summary>
    public bool SharedWeights { get; set; }
}
