using NetCompiler.Layers;

namespace Samples;

/// <summary>The fully convolutional twin of <see cref="KerasCnn"/>: no dense layers, but a map of class probabilities, averaged. 93 962 parameters.</summary>
[Network(1, 28, 28)]
[Conv(32, 3), Relu, MaxPool(2)]
[Conv(64, 3), Relu, MaxPool(2)]
[Conv(128, 3), Relu]
[Conv(10, 1), Softmax, GlobalAvgPool]
public partial class KerasFullyConvolutional;
