using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;

namespace Samples;

/// <summary>A 3×3 convolution that keeps the size, and a rectifier.</summary>
[Conv(Filters, 3, Padding = 1), Relu]
public sealed class Conv3Attribute(int filters) : BlockAttribute(filters);

/// <summary>Two dense layers and 1000 classes.</summary>
[Flatten, Dense(4096), Relu, Dropout(0.5f)]
[Dense(4096), Relu, Dropout(0.5f)]
[Dense(1000), Softmax]
public sealed class VggClassifierAttribute : BlockAttribute;

/// <summary>VGG-16, configuration D. 138 357 544 parameters.</summary>
/// <remarks>Simonyan, Zisserman 2015, "Very deep convolutional networks for large-scale image recognition", table 1.</remarks>
[Network(3, 224, 224)]
[Conv3(64, Repeat = 2), MaxPool(2)]
[Conv3(128, Repeat = 2), MaxPool(2)]
[Conv3(256, Repeat = 3), MaxPool(2)]
[Conv3(512, Repeat = 3), MaxPool(2)]
[Conv3(512, Repeat = 3), MaxPool(2)]
[VggClassifier]
public partial class Vgg16;

/// <summary>VGG-19, configuration E. 143 667 240 parameters.</summary>
/// <remarks>Simonyan, Zisserman 2015, table 1.</remarks>
[Network(3, 224, 224)]
[Conv3(64, Repeat = 2), MaxPool(2)]
[Conv3(128, Repeat = 2), MaxPool(2)]
[Conv3(256, Repeat = 4), MaxPool(2)]
[Conv3(512, Repeat = 4), MaxPool(2)]
[Conv3(512, Repeat = 4), MaxPool(2)]
[VggClassifier]
public partial class Vgg19;
