namespace NetCompiler.Layers;

/// <summary>The mean of each window, per channel. Windows do not overlap unless a stride is given.</summary>
public sealed class AvgPoolAttribute : PaddedWindowAttribute
{
    /// <summary>Square windows.</summary>
    /// <param name="kernel">Height and width of a window; its length on a sequence.</param>
    public AvgPoolAttribute(int kernel) : base(kernel)
    {
    }

    /// <summary>Windows of any shape.</summary>
    /// <param name="kernel"><c>[height, width]</c> of a window.</param>
    public AvgPoolAttribute(int[] kernel) : base(kernel)
    {
    }

    /// <summary>
    /// Rounds the output's size up instead of down: a last window may reach over the border, but starts within the input or the padding before it (PyTorch's <c>ceil_mode</c>).
    /// Default false.
    /// </summary>
    public bool CeilMode { get; set; }

    /// <summary>
    /// Whether the zeros that padding adds count among a window's values: the sum is divided by the window's size (true, PyTorch's default) or by the number of values that lie
    /// in the input (false, as TensorFlow does).
    /// </summary>
    public bool CountIncludePad { get; set; } = true;
}
