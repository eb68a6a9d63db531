namespace NetCompiler.Layers;

/// <summary>The mean of each window, per channel. Windows do not overlap unless a stride is given.</summary>
public sealed class AvgPoolAttribute : WindowAttribute
{
    /// <summary>Square windows.</summary>
    /// <param name="kernel">Height and width of the window.</param>
    public AvgPoolAttribute(int kernel) : base(kernel)
    {
    }

    /// <summary>Windows of any shape.</summary>
    /// <param name="kernel"><c>[height, width]</c> of the window.</param>
    public AvgPoolAttribute(int[] kernel) : base(kernel)
    {
    }
}
