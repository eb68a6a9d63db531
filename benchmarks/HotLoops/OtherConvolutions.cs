using NetCompiler.Layers;

namespace Samples;

/// <summary>The convolutions that the sample networks lack: of each channel by itself, in groups, with spread windows, transposed.</summary>
[Network(3, 28, 30)]
[Conv(32, 3, Stride = 2), Relu]
[DepthwiseConv(3, Padding = 1), Relu, DepthwiseConv(3, Stride = 2, Padding = 1), Relu]
[Conv(64, 3, Padding = 1, Groups = 2), Relu]
[Conv(32, 3, Padding = 2, Dilation = 2), Relu]
[ConvTranspose(16, 4, Stride = 2, Padding = 1), Relu]
[Flatten, Dense(10), Softmax]
public partial class OtherConvolutions;
