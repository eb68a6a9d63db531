using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;

namespace Samples;

/// <summary>All of ResNet-18 before its classifier: 512 maps of 1/32 of the image's size.</summary>
[Conv(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]
[Basic(64, Name = "layer1", Repeat = 2)]
[Basic(128, stride: 2, Name = "layer2.0"), Basic(128, Name = "layer2.1")]
[Basic(256, stride: 2, Name = "layer3.0"), Basic(256, Name = "layer3.1")]
[Basic(512, stride: 2, Name = "layer4.0"), Basic(512, Name = "layer4.1")]
public sealed class ResNet18BodyAttribute : BlockAttribute;

/// <summary>A fully convolutional network on ResNet-18: scores for 21 classes at each of the body's positions, enlarged 32 times. 12 993 621 parameters.</summary>
/// <remarks>Long, Shelhamer, Darrell 2015, "Fully convolutional networks for semantic segmentation" (FCN-32s), with the body of Zhang et al., "Dive into deep learning", section 14.11.</remarks>
[Network(3, 224, 224)]
[ResNet18Body(Name = "backbone")]
[Conv(21, 1)]
[ConvTranspose(21, 64, Stride = 32, Padding = 16, Bias = false)]
[Softmax]
public partial class Fcn32ResNet18;

/// <summary>Two 3×3 convolutions.</summary>
[Conv(Filters, 3, Padding = Padding), Relu]
[Conv(Filters, 3, Padding = Padding), Relu]
public sealed class DoubleConvAttribute(int filters, int padding = 0) : BlockAttribute(filters, padding);

/// <summary>U-Net: 572×572 pixels in, the inner 388×388 out. 31 030 658 parameters.</summary>
/// <remarks>Ronneberger, Fischer, Brox 2015, "U-Net: convolutional networks for biomedical image segmentation", figure 1.</remarks>
[Network(1, 572, 572)]
[DoubleConv(64, Name = "down1"), MaxPool(2)]
[DoubleConv(128, Name = "down2"), MaxPool(2)]
[DoubleConv(256, Name = "down3"), MaxPool(2)]
[DoubleConv(512, Name = "down4"), Dropout(0.5f, Name = "skip4"), MaxPool(2)]
[DoubleConv(1024, Name = "bottom"), Dropout(0.5f)]
[ConvTranspose(512, 2, Stride = 2, Name = "up4"), Crop(4, From = "skip4"), Concat("previous", "up4"), DoubleConv(512)]
[ConvTranspose(256, 2, Stride = 2, Name = "up3"), Crop(16, From = "down3"), Concat("previous", "up3"), DoubleConv(256)]
[ConvTranspose(128, 2, Stride = 2, Name = "up2"), Crop(40, From = "down2"), Concat("previous", "up2"), DoubleConv(128)]
[ConvTranspose(64, 2, Stride = 2, Name = "up1"), Crop(88, From = "down1"), Concat("previous", "up1"), DoubleConv(64)]
[Conv(2, 1), Softmax]
public partial class UNet;

/// <summary>U-Net with padded convolutions, which keeps the image's size. 31 030 658 parameters.</summary>
/// <remarks>After Ronneberger, Fischer, Brox 2015; the form that most implementations have.</remarks>
[Network(1, 256, 256)]
[DoubleConv(64, padding: 1, Name = "down1"), MaxPool(2)]
[DoubleConv(128, padding: 1, Name = "down2"), MaxPool(2)]
[DoubleConv(256, padding: 1, Name = "down3"), MaxPool(2)]
[DoubleConv(512, padding: 1, Name = "down4"), MaxPool(2)]
[DoubleConv(1024, padding: 1, Name = "bottom")]
[ConvTranspose(512, 2, Stride = 2), Concat("down4", "previous"), DoubleConv(512, padding: 1)]
[ConvTranspose(256, 2, Stride = 2), Concat("down3", "previous"), DoubleConv(256, padding: 1)]
[ConvTranspose(128, 2, Stride = 2), Concat("down2", "previous"), DoubleConv(128, padding: 1)]
[ConvTranspose(64, 2, Stride = 2), Concat("down1", "previous"), DoubleConv(64, padding: 1)]
[Conv(2, 1), Softmax]
public partial class UNetPadded;

/// <summary>The mask branch of Mask R-CNN for one region: 14×14 features to a 28×28 mask per class. 2 643 280 parameters.</summary>
/// <remarks>He, Gkioxari, Dollár, Girshick 2017, "Mask R-CNN", figure 4, right; 80 classes. Regions are the items of a batch.</remarks>
[Network(256, 14, 14)]
[Conv3(256, Repeat = 4)]
[ConvTranspose(256, 2, Stride = 2), Relu]
[Conv(80, 1), Sigmoid]
public partial class MaskHead;
