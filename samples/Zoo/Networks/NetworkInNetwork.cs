using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;
using static Samples.MlpConvParameters;

namespace Samples;

/// <summary>A convolution followed by a small network at each position: two 1×1 convolutions.</summary>
[Conv(Filters, Kernel, Stride = Stride, Padding = Padding), Relu]
[Conv(Hidden, 1), Relu]
[Conv(Last, 1), Relu]
public sealed class MlpConvAttribute(int filters, int hidden, int last, int kernel, int stride = 1, int padding = 0)
    : BlockAttribute(filters, hidden, last, kernel, stride, padding);

/// <summary>Network in network for CIFAR-10. 966 986 parameters.</summary>
/// <remarks>Lin, Chen, Yan 2014, "Network in network"; sizes of the authors' published model.</remarks>
[Network(3, 32, 32)]
[MlpConv(192, 160, 96, kernel: 5, padding: 2), MaxPool(3, Stride = 2, CeilMode = true), Dropout(0.5f)]
[MlpConv(192, 192, 192, kernel: 5, padding: 2), AvgPool(3, Stride = 2, CeilMode = true), Dropout(0.5f)]
[MlpConv(192, 192, 10, kernel: 3, padding: 1)]
[GlobalAvgPool, Softmax]
public partial class NinCifar;

/// <summary>Network in network for ImageNet. 7 595 176 parameters.</summary>
/// <remarks>Lin, Chen, Yan 2014, "Network in network"; sizes of the authors' published model.</remarks>
[Network(3, 224, 224)]
[MlpConv(96, 96, 96, kernel: 11, stride: 4), MaxPool(3, Stride = 2, CeilMode = true)]
[MlpConv(256, 256, 256, kernel: 5, padding: 2), MaxPool(3, Stride = 2, CeilMode = true)]
[MlpConv(384, 384, 384, kernel: 3, padding: 1), MaxPool(3, Stride = 2, CeilMode = true), Dropout(0.5f)]
[MlpConv(1024, 1024, 1000, kernel: 3, padding: 1)]
[GlobalAvgPool, Softmax]
public partial class NinImageNet;

/// <summary>Placeholders of <see cref="MlpConvAttribute"/>.</summary>
internal static class MlpConvParameters
{
    /// <summary>Filters of the first 1×1 convolution.</summary>
    [BlockParameter]
    public const int Hidden = 64;

    /// <summary>Filters of the last 1×1 convolution.</summary>
    [BlockParameter]
    public const int Last = 64;
}
