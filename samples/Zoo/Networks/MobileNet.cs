using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;

namespace Samples;

/// <summary>A 3×3 filter per channel, then a 1×1 convolution, each normalised and rectified.</summary>
[DepthwiseConv(3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, Relu]
[Conv(Filters, 1, Bias = false), BatchNorm, Relu]
public sealed class SeparableAttribute(int filters, int stride = 1) : BlockAttribute(filters, stride);

/// <summary>MobileNet with width multiplier 1. 4 231 976 parameters.</summary>
/// <remarks>Howard et al. 2017, "MobileNets: efficient convolutional neural networks for mobile vision applications", table 1.</remarks>
[Network(3, 224, 224)]
[Conv(32, 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, Relu]
[Separable(64)]
[Separable(128, stride: 2), Separable(128)]
[Separable(256, stride: 2), Separable(256)]
[Separable(512, stride: 2), Separable(512, Repeat = 5)]
[Separable(1024, stride: 2), Separable(1024)]
[GlobalAvgPool, Dense(1000), Softmax]
public partial class MobileNetV1;

/// <summary>Table 1: widens the given channels six times, filters each, and narrows them to a linear bottleneck.</summary>
[Conv(6 * Channels, 1, Bias = false), BatchNorm, Relu6]
[DepthwiseConv(3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, Relu6]
[Conv(Filters, 1, Bias = false), BatchNorm]
public sealed class InvertedAttribute(int channels, int filters, int stride = 1) : BlockAttribute(channels, filters, stride);

/// <summary>The same with a shortcut between the bottlenecks.</summary>
[Inverted(Filters, Filters), Add("input")]
public sealed class InvertedResidualAttribute(int filters) : BlockAttribute(filters);

/// <summary>MobileNetV2 with width multiplier 1. 3 504 872 parameters.</summary>
/// <remarks>Sandler et al. 2018, "MobileNetV2: inverted residuals and linear bottlenecks", table 2.</remarks>
[Network(3, 224, 224)]
[Conv(32, 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, Relu6]
[DepthwiseConv(3, Padding = 1, Bias = false), BatchNorm, Relu6, Conv(16, 1, Bias = false), BatchNorm]
[Inverted(16, 24, stride: 2), InvertedResidual(24)]
[Inverted(24, 32, stride: 2), InvertedResidual(32, Repeat = 2)]
[Inverted(32, 64, stride: 2), InvertedResidual(64, Repeat = 3)]
[Inverted(64, 96), InvertedResidual(96, Repeat = 2)]
[Inverted(96, 160, stride: 2), InvertedResidual(160, Repeat = 2)]
[Inverted(160, 320)]
[Conv(1280, 1, Bias = false), BatchNorm, Relu6]
[GlobalAvgPool, Dropout(0.2f), Dense(1000), Softmax]
public partial class MobileNetV2;
