using NetCompiler.Layers;

namespace Samples;

/// <summary>
/// Finds one object: whether there is one (p), its box (x, y, width, height as shares of the image) and which of three classes it is. Where p = 0 the other numbers mean
/// nothing. 11 180 616 parameters.
/// </summary>
/// <remarks>Classification with localisation as in Sermanet et al. 2014, "OverFeat: integrated recognition, localization and detection", on the body of ResNet-18.</remarks>
[Network(3, 224, 224)]
[ResNet18Body(Name = "backbone")]
[GlobalAvgPool, Dense(8), Sigmoid]
public partial class Localiser;

/// <summary>
/// The first half of Faster R-CNN: features of an image, and for 9 anchors at each of their positions two scores and four corrections. The caller turns them into regions.
/// 17 102 198 parameters.
/// </summary>
/// <remarks>Ren, He, Girshick, Sun 2015, "Faster R-CNN: towards real-time object detection with region proposal networks", figure 3, with VGG-16.</remarks>
[Network(3, 600, 800)]
[Conv3(64, Repeat = 2), MaxPool(2)]
[Conv3(128, Repeat = 2), MaxPool(2)]
[Conv3(256, Repeat = 3), MaxPool(2)]
[Conv3(512, Repeat = 3), MaxPool(2)]
[Conv3(512, Repeat = 3, Name = "body"), Output("features")]
[Conv3(512, Name = "proposals")]
[Conv(18, 1), Output("objectness")]
[Conv(36, 1, From = "proposals"), Output("deltas")]
public partial class FasterRcnnProposals;

/// <summary>
/// The second half of Faster R-CNN: for each of 300 regions the probabilities of 21 classes and a corrected box for each. Regions lie below each other in the pooled image, so
/// that a dense layer per region is a convolution with steps of one region. 119 976 041 parameters.
/// </summary>
/// <remarks>Girshick 2015, "Fast R-CNN", section 2, with VGG-16.</remarks>
[Network(512, 37, 50)]
[Input("regions", 4, 300)]
[RoiPool(7, "regions", Scale = 1f / 16)]
[Conv(4096, 7, Strides = [7, 1]), Relu, Dropout(0.5f)]
[Conv(4096, 1), Relu, Dropout(0.5f, Name = "fc7")]
[Conv(21, 1), Softmax, Output("classes")]
[Conv(84, 1, From = "fc7"), Output("boxes")]
public partial class FasterRcnnHead;

/// <summary>
/// Finds 15 points of a face: their coordinates from −1 to 1 in an image of 96×96 grey values. 16 561 502 parameters.
/// </summary>
/// <remarks>Nouri 2014, "Using convolutional neural nets to detect facial keypoints" (net 7), for Kaggle's data of the University of Montreal.</remarks>
[Network(1, 96, 96)]
[Conv(32, 3), Relu, MaxPool(2), Dropout(0.1f)]
[Conv(64, 2), Relu, MaxPool(2), Dropout(0.2f)]
[Conv(128, 2), Relu, MaxPool(2), Dropout(0.3f)]
[Flatten, Dense(1000), Relu, Dropout(0.5f)]
[Dense(1000), Relu]
[Dense(30)]
public partial class FacialKeypoints;
