namespace NetCompiler.Layers;

/// <summary>
/// The largest value of each window, per channel; of equal ones the first takes the gradient. Windows do not overlap unless a stride is given. What padding adds is never the
/// largest. Output size per axis: ⌊(in + before + after − dilation · (kernel − 1) − 1) / stride⌋ + 1.
/// </summary>
public sealed class MaxPoolAttribute : PaddedWindowAttribute
{
    /// <summary>Square windows.</summary>
    /// <param name="kernel">Height and width of a window; its length on a sequence.</param>
    public MaxPoolAttribute(int kernel) : base(kernel)
    {
    }

    /// <summary>Windows of any shape.</summary>
    /// <param name="kernel"><c>[height, width]</c> of a window.</param>
    public MaxPoolAttribute(int[] kernel) : base(kernel)
    {
    }

    /// <summary>The distance between neighbouring values of a window, on every axis. 1 unless given.</summary>
    public int Dilation { get; set; }

    /// <summary>The dilation per axis: <c>[vertical, horizontal]</c>.</summary>
    public int[]? Dilations { get; set; }

    /// <summary>
    /// Rounds the output's size up instead of down: a last window may reach over the border, but starts within the input or the padding before it (PyTorch's <c>ceil_mode</c>).
    /// Default false.
    /// </summary>
    public bool CeilMode { get; set; }
}
