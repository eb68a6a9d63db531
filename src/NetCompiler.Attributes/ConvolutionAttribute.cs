namespace NetCompiler.Layers;

/// <summary>What convolutions have in common. Output size per axis: ⌊(in + before + after − dilation · (kernel − 1) − 1) / stride⌋ + 1.</summary>
public abstract class ConvolutionAttribute : PaddedWindowAttribute
{
    private protected ConvolutionAttribute(params int[] kernel) : base(kernel)
    {
    }

    /// <summary>The distance between the input values that neighbouring taps of a filter read, on every axis. 1 unless given: the filter has no gaps.</summary>
    public int Dilation { get; set; }

    /// <summary>The dilation per axis: <c>[vertical, horizontal]</c>.</summary>
    public int[]? Dilations { get; set; }

    /// <summary>Whether each output channel has a bias. Default true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>What the border holds that the padding adds. Default zeros.</summary>
    public PaddingMode PaddingMode { get; set; }
}
