using NetCompiler.Layers;

namespace Samples;

/// <summary>
/// LeNet-5 (LeCun et al. 1998, "Gradient-based learning applied to document recognition") with the softmax that is usual today.
/// </summary>
[Network(1, 28, 28)]
[Normalize(mean: 0.1307f, std: 0.3081f), Pad(2)]
[Conv(6, 5), Tanh, AvgPool(2)]
[Conv(16, 5), Tanh, AvgPool(2)]
[Conv(120, 5), Tanh]
[Flatten, Dense(84), Tanh]
[Dense(10), Softmax]
public partial class LeNet5;

/// <summary>The small convolutional network of Keras's introduction to MNIST.</summary>
[Network(1, 28, 28)]
[Conv(32, 3), Relu, MaxPool(2)]
[Conv(64, 3), Relu, MaxPool(2)]
[Flatten, Dropout(0.5f)]
[Dense(10), Softmax]
public partial class KerasCnn;
