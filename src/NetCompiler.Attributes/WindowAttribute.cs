namespace NetCompiler.Layers;

/// <summary>A layer that moves a window over an image or, with one number per argument, over a sequence. Output size per axis: ⌊(in + before + after − kernel) / stride⌋ + 1.</summary>
public abstract class WindowAttribute : LayerAttribute
{
    private protected WindowAttribute(params int[] kernel) => Kernel = kernel;

    /// <summary>The window's size: one number for a square or a sequence, or <c>[height, width]</c>.</summary>
    public int[] Kernel { get; }

    /// <summary>The step between windows on every axis.</summary>
    public int Stride { get; set; }

    /// <summary>The step per axis: <c>[vertical, horizontal]</c>.</summary>
    public int[]? Strides { get; set; }
}
