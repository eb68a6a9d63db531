using NetCompiler.Layers;

namespace Samples;

/// <summary>AlexNet with the two groups that ran on two graphics cards. 60 965 224 parameters.</summary>
/// <remarks>
/// Krizhevsky, Sutskever, Hinton 2012, "ImageNet classification with deep convolutional neural networks", section 3.5. The paper says 224 pixels; its 55×55 first maps
/// need 227.
/// </remarks>
[Network(3, 227, 227)]
[Conv(96, 11, Stride = 4), Relu, LocalResponseNorm(5, K = 2, AlphaPerSize = false), MaxPool(3, Stride = 2)]
[Conv(256, 5, Padding = 2, Groups = 2), Relu, LocalResponseNorm(5, K = 2, AlphaPerSize = false), MaxPool(3, Stride = 2)]
[Conv(384, 3, Padding = 1), Relu]
[Conv(384, 3, Padding = 1, Groups = 2), Relu]
[Conv(256, 3, Padding = 1, Groups = 2), Relu, MaxPool(3, Stride = 2)]
[Flatten, Dense(4096), Relu, Dropout(0.5f)]
[Dense(4096), Relu, Dropout(0.5f)]
[Dense(1000), Softmax]
public partial class AlexNet;

/// <summary>AlexNet on one graphics card, as torchvision has it. 61 100 840 parameters.</summary>
/// <remarks>Krizhevsky 2014, "One weird trick for parallelizing convolutional neural networks".</remarks>
[Network(3, 224, 224)]
[Conv(64, 11, Stride = 4, Padding = 2), Relu, MaxPool(3, Stride = 2)]
[Conv(192, 5, Padding = 2), Relu, MaxPool(3, Stride = 2)]
[Conv(384, 3, Padding = 1), Relu]
[Conv(256, 3, Padding = 1), Relu]
[Conv(256, 3, Padding = 1), Relu, MaxPool(3, Stride = 2)]
[AdaptiveAvgPool(6), Flatten]
[Dropout(0.5f), Dense(4096), Relu]
[Dropout(0.5f), Dense(4096), Relu]
[Dense(1000), Softmax]
public partial class AlexNetOneTower;
