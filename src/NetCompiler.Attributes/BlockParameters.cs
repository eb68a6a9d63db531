namespace NetCompiler.Layers;

/// <summary>
/// Placeholders for the usual parameters of blocks, meant for <c>using static NetCompiler.Layers.BlockParameters;</c>. Each stands for the
/// parameter of the same name, ignoring case, of the block's constructor; the values here are never used. A project adds others with
/// <see cref="BlockParameterAttribute"/>.
/// </summary>
/// <remarks>Windows Forms has a type <c>Padding</c>: there write <c>BlockParameters.Padding</c>.</remarks>
public static class BlockParameters
{
    /// <summary>Filters of a convolution: its output channels.</summary>
    [BlockParameter]
    public const int Filters = 64;

    /// <summary>Channels of an image or a sequence.</summary>
    [BlockParameter]
    public const int Channels = 64;

    /// <summary>Outputs of a dense or recurrent layer.</summary>
    [BlockParameter]
    public const int Units = 64;

    /// <summary>A window's size.</summary>
    [BlockParameter]
    public const int Kernel = 3;

    /// <summary>The step between windows.</summary>
    [BlockParameter]
    public const int Stride = 1;

    /// <summary>Zeros on each side.</summary>
    [BlockParameter]
    public const int Padding = 1;

    /// <summary>The step between the taps of a window.</summary>
    [BlockParameter]
    public const int Dilation = 1;

    /// <summary>Groups of channels that a convolution keeps apart.</summary>
    [BlockParameter]
    public const int Groups = 1;

    /// <summary>Filters per channel of a depthwise convolution.</summary>
    [BlockParameter]
    public const int Multiplier = 1;

    /// <summary>By how much a block widens its input inside (inverted residuals) or its output (bottlenecks).</summary>
    [BlockParameter]
    public const int Expansion = 1;

    /// <summary>By how much a block narrows its input inside (squeeze and excitation).</summary>
    [BlockParameter]
    public const int Reduction = 1;

    /// <summary>Channels that each layer of a densely connected block adds.</summary>
    [BlockParameter]
    public const int Growth = 32;

    /// <summary>How many blocks a block repeats: <c>Repeat = Depth</c>.</summary>
    [BlockParameter]
    public const int Depth = 1;

    /// <summary>The share of values that dropout sets to zero.</summary>
    [BlockParameter]
    public const float Rate = 0.5f;

    /// <summary>A factor, such as that of a scaled residual.</summary>
    [BlockParameter]
    public const float Factor = 1f;

    /// <summary>The slope of a rectifier below zero.</summary>
    [BlockParameter]
    public const float Slope = 0.01f;
}
