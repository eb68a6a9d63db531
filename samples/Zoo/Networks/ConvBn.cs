using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;
using static Samples.ConvBnParameters;

namespace Samples;

/// <summary>
/// The unit of all inception networks since the second: a convolution without bias, batch normalisation, a rectifier. It pads so that the
/// stride alone changes the size, unless it is valid.
/// </summary>
[Conv(Filters, [Rows, Columns], Stride = Stride, Same = !Valid, Bias = false, Name = "conv")]
[BatchNorm(Epsilon = 1e-3f, Name = "bn"), Relu]
public sealed class ConvBnAttribute(int filters, int rows, int columns, int stride = 1, bool valid = false)
    : BlockAttribute(filters, rows, columns, stride, valid);

/// <summary>Placeholders of <see cref="ConvBnAttribute"/>.</summary>
internal static class ConvBnParameters
{
    /// <summary>The filters' height.</summary>
    [BlockParameter]
    public const int Rows = 1;

    /// <summary>The filters' width.</summary>
    [BlockParameter]
    public const int Columns = 1;

    /// <summary>Whether nothing is added around the image.</summary>
    [BlockParameter]
    public const bool Valid = false;
}
