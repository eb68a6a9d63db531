using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;

namespace Samples;

/// <summary>A convolution over a mirrored border, normalised per image.</summary>
[Conv(Filters, Kernel, Stride = Stride, Padding = Kernel / 2, PaddingMode = PaddingMode.Reflect), InstanceNorm(Affine = true)]
public sealed class ReflectConvAttribute(int filters, int kernel, int stride = 1) : BlockAttribute(filters, kernel, stride);

/// <summary>Two convolutions and a shortcut, no rectifier after the sum.</summary>
[ReflectConv(Filters, 3), Relu, ReflectConv(Filters, 3), Add("input")]
public sealed class StyleResidualAttribute(int filters) : BlockAttribute(filters);

/// <summary>Repaints an image in a learned style; 0 to 255 in and out. 1 679 235 parameters.</summary>
/// <remarks>
/// Johnson, Alahi, Fei-Fei 2016, "Perceptual losses for real-time style transfer and super-resolution", with instance normalisation (Ulyanov et al. 2016) and nearest enlargement (Odena et
/// al. 2016), as PyTorch's example <c>fast_neural_style</c> has it.
/// </remarks>
[Network(3, 256, 256)]
[ReflectConv(32, 9), Relu]
[ReflectConv(64, 3, stride: 2), Relu]
[ReflectConv(128, 3, stride: 2), Relu]
[StyleResidual(128, Repeat = 5)]
[Upsample(2), ReflectConv(64, 3), Relu]
[Upsample(2), ReflectConv(32, 3), Relu]
[Conv(3, 9, Padding = 4, PaddingMode = PaddingMode.Reflect)]
public partial class StyleTransfer;

/// <summary>What the style is learned from: the Gram matrices of four layers of VGG-16, and the layer that holds the content. 7 635 264 parameters.</summary>
/// <remarks>Johnson, Alahi, Fei-Fei 2016, figure 2: the loss network.</remarks>
[Network(3, 256, 256)]
[Conv3(64, Repeat = 2, Name = "stage1"), Gram, Output("style1")]
[MaxPool(2, From = "stage1"), Conv3(128, Repeat = 2, Name = "stage2"), Gram, Output("style2")]
[MaxPool(2, From = "stage2"), Conv3(256, Repeat = 3, Name = "stage3"), Gram, Output("style3")]
[Output("content", From = "stage3")]
[MaxPool(2, From = "stage3"), Conv3(512, Repeat = 3), Gram, Output("style4")]
public partial class StyleLoss;
