namespace NetCompiler.Layers;

/// <summary>The largest value of each window, per channel. Windows do not overlap unless a stride is given.</summary>
public sealed class MaxPoolAttribute : WindowAttribute
{
    /// <summary>Square windows.</summary>
    /// <param name="kernel">Height and width of the window.</param>
    public MaxPoolAttribute(int kernel) : base(kernel)
    {
    }

    /// <summary>Windows of any shape.</summary>
    /// <param name="kernel"><c>[height, width]</c> of the window.</param>
    public MaxPoolAttribute(int[] kernel) : base(kernel)
    {
    }
}
