using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;

namespace Samples;

/// <summary>Figure 5, left: two 3×3 convolutions and a shortcut, projected where the shapes differ (option B).</summary>
[Conv(Filters, 3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, Relu]
[Conv(Filters, 3, Padding = 1, Bias = false), BatchNorm]
[Add("input", Projection = true), Relu]
public sealed class BasicAttribute(int filters, int stride = 1) : BlockAttribute(filters, stride);

/// <summary>Figure 5, right: 1×1, 3×3, 1×1 to four times the filters. The stride is the 3×3 convolution's, as in torchvision (ResNet v1.5), not the first one's.</summary>
[Conv(Filters, 1, Bias = false), BatchNorm, Relu]
[Conv(Filters, 3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, Relu]
[Conv(4 * Filters, 1, Bias = false), BatchNorm]
[Add("input", Projection = true), Relu]
public sealed class BottleneckAttribute(int filters, int stride = 1) : BlockAttribute(filters, stride);

/// <summary>ResNet-18; tensors are named as torchvision's. 11 689 512 parameters.</summary>
/// <remarks>He, Zhang, Ren, Sun 2016, "Deep residual learning for image recognition", table 1.</remarks>
[Network(3, 224, 224)]
[Conv(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]
[Basic(64, Name = "layer1", Repeat = 2)]
[Basic(128, stride: 2, Name = "layer2.0"), Basic(128, Name = "layer2.1")]
[Basic(256, stride: 2, Name = "layer3.0"), Basic(256, Name = "layer3.1")]
[Basic(512, stride: 2, Name = "layer4.0"), Basic(512, Name = "layer4.1")]
[GlobalAvgPool, Dense(1000, Name = "fc"), Softmax]
public partial class ResNet18;

/// <summary>ResNet-34; tensors are named as torchvision's. 21 797 672 parameters.</summary>
/// <remarks>He, Zhang, Ren, Sun 2016, table 1.</remarks>
[Network(3, 224, 224)]
[Conv(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]
[Basic(64, Name = "layer1", Repeat = 3)]
[Basic(128, stride: 2, Name = "layer2.0"), Basic(128, Name = "layer2.1"), Basic(128, Name = "layer2.2"), Basic(128, Name = "layer2.3")]
[Basic(256, stride: 2, Name = "layer3.0"), Basic(256, Name = "layer3.1"), Basic(256, Name = "layer3.2")]
[Basic(256, Name = "layer3.3"), Basic(256, Name = "layer3.4"), Basic(256, Name = "layer3.5")]
[Basic(512, stride: 2, Name = "layer4.0"), Basic(512, Name = "layer4.1"), Basic(512, Name = "layer4.2")]
[GlobalAvgPool, Dense(1000, Name = "fc"), Softmax]
public partial class ResNet34;

/// <summary>ResNet-50; tensors are named as torchvision's. 25 557 032 parameters.</summary>
/// <remarks>He, Zhang, Ren, Sun 2016, table 1.</remarks>
[Network(3, 224, 224)]
[Conv(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]
[Bottleneck(64, Name = "layer1", Repeat = 3)]
[Bottleneck(128, stride: 2, Name = "layer2.0"), Bottleneck(128, Name = "layer2.1"), Bottleneck(128, Name = "layer2.2"), Bottleneck(128, Name = "layer2.3")]
[Bottleneck(256, stride: 2, Name = "layer3.0"), Bottleneck(256, Name = "layer3.1"), Bottleneck(256, Name = "layer3.2")]
[Bottleneck(256, Name = "layer3.3"), Bottleneck(256, Name = "layer3.4"), Bottleneck(256, Name = "layer3.5")]
[Bottleneck(512, stride: 2, Name = "layer4.0"), Bottleneck(512, Name = "layer4.1"), Bottleneck(512, Name = "layer4.2")]
[GlobalAvgPool, Dense(1000, Name = "fc"), Softmax]
public partial class ResNet50;

/// <summary>ResNet-20 for CIFAR-10 with projections on the shortcuts (option B). 272 474 parameters; the paper's option A has 269 722.</summary>
/// <remarks>He, Zhang, Ren, Sun 2016, section 4.2, n = 3.</remarks>
[Network(3, 32, 32)]
[Conv(16, 3, Padding = 1, Bias = false), BatchNorm, Relu]
[Basic(16, Repeat = 3)]
[Basic(32, stride: 2), Basic(32, Repeat = 2)]
[Basic(64, stride: 2), Basic(64, Repeat = 2)]
[GlobalAvgPool, Dense(10), Softmax]
public partial class CifarResNet20;

/// <summary>A bottleneck whose channels are weighed by what the whole image shows.</summary>
[Conv(Filters, 1, Bias = false), BatchNorm, Relu]
[Conv(Filters, 3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, Relu]
[Conv(4 * Filters, 1, Bias = false), BatchNorm(Name = "residual")]
[GlobalAvgPool, Dense(4 * Filters / 16), Relu, Dense(4 * Filters), Sigmoid]
[Multiply("residual", "previous")]
[Add("input", Projection = true), Relu]
public sealed class SqueezeExcitationAttribute(int filters, int stride = 1) : BlockAttribute(filters, stride);

/// <summary>SE-ResNet-50. 28 088 024 parameters.</summary>
/// <remarks>Hu, Shen, Sun 2018, "Squeeze-and-excitation networks", table 1.</remarks>
[Network(3, 224, 224)]
[Conv(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]
[SqueezeExcitation(64, Repeat = 3)]
[SqueezeExcitation(128, stride: 2), SqueezeExcitation(128, Repeat = 3)]
[SqueezeExcitation(256, stride: 2), SqueezeExcitation(256, Repeat = 5)]
[SqueezeExcitation(512, stride: 2), SqueezeExcitation(512, Repeat = 2)]
[GlobalAvgPool, Dense(1000), Softmax]
public partial class SeResNet50;
