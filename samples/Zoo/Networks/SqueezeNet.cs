using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;

namespace Samples;

/// <summary>Figure 1: a narrow 1×1 layer, then 1×1 and 3×3 filters side by side, four times as many of each.</summary>
[Conv(Filters, 1), Relu(Name = "squeeze")]
[Conv(4 * Filters, 1), Relu(Name = "expand1")]
[Conv(4 * Filters, 3, Padding = 1, From = "squeeze"), Relu(Name = "expand3")]
[Concat("expand1", "expand3")]
public sealed class FireAttribute(int filters) : BlockAttribute(filters);

/// <summary>SqueezeNet 1.1. 1 235 496 parameters.</summary>
/// <remarks>Iandola et al. 2016, "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters", table 1, with the changes that the authors published as version 1.1.</remarks>
[Network(3, 224, 224)]
[Conv(64, 3, Stride = 2), Relu, MaxPool(3, Stride = 2, CeilMode = true)]
[Fire(16, Repeat = 2), MaxPool(3, Stride = 2, CeilMode = true)]
[Fire(32, Repeat = 2), MaxPool(3, Stride = 2, CeilMode = true)]
[Fire(48, Repeat = 2), Fire(64, Repeat = 2)]
[Dropout(0.5f), Conv(1000, 1), Relu]
[GlobalAvgPool, Softmax]
public partial class SqueezeNet;
