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

/// <summary>Convolutions in tiles, by Winograd's method: of a few tiles and of many, with weights that are prefetched, with a pool, over rows and columns alone.</summary>
[Network(3, 30, 29)]
[Conv(32, 1), Conv(64, 3, Padding = 1), Relu, MaxPool(2)]
[Conv(128, 3), Relu, Conv(256, 3, Padding = 1), Tanh]
[Conv(24, 5, Padding = 2), Conv(32, [1, 7], Pads = [0, 3, 0, 3]), Conv(32, [3, 1], Pads = [1, 0, 1, 0])]
[Flatten, Dense(10), Softmax]
public partial class TiledConvolutions;
