using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;

namespace Samples;

/// <summary>A convolution with batch normalisation and Mish.</summary>
[Conv(Filters, Kernel, Stride = Stride, Padding = Kernel / 2, Bias = false), BatchNorm, Mish]
public sealed class MishConvAttribute(int filters, int kernel, int stride = 1) : BlockAttribute(filters, kernel, stride);

/// <summary>1×1 to the given filters, 3×3 to as many as there were, and a shortcut.</summary>
[MishConv(Filters, 1), MishConv(Channels, 3), Add("input")]
public sealed class MishResidualAttribute(int channels, int filters) : BlockAttribute(channels, filters);

/// <summary>
/// The first cross-stage partial stage: halves the image and sends its channels two ways, past the residual block and through it. Unlike later stages, neither way is narrower.
/// </summary>
[MishConv(Filters, 3, stride: 2, Name = "down")]
[MishConv(Filters, 1, Name = "past")]
[MishConv(Filters, 1, From = "down"), MishResidual(Filters, Filters / 2), MishConv(Filters, 1)]
[Concat("previous", "past"), MishConv(Filters, 1)]
public sealed class FirstCrossStageAttribute(int filters) : BlockAttribute(filters);

/// <summary>A cross-stage partial stage: halves the image and sends half of the channels past the residual blocks.</summary>
[MishConv(Filters, 3, stride: 2, Name = "down")]
[MishConv(Filters / 2, 1, Name = "past")]
[MishConv(Filters / 2, 1, From = "down"), MishResidual(Filters / 2, Filters / 2, Repeat = Depth), MishConv(Filters / 2, 1)]
[Concat("previous", "past"), MishConv(Filters, 1)]
public sealed class CrossStageAttribute(int filters, int depth) : BlockAttribute(filters, depth);

/// <summary>Spatial pyramid pooling: the largest values within 5, 9 and 13 pixels beside the input.</summary>
[MaxPool(13, Stride = 1, Padding = 6, Name = "pool13")]
[MaxPool(9, Stride = 1, Padding = 4, From = "input", Name = "pool9")]
[MaxPool(5, Stride = 1, Padding = 2, From = "input", Name = "pool5")]
[Concat("pool13", "pool9", "pool5", "input")]
public sealed class PyramidPoolAttribute : BlockAttribute;

/// <summary>Three layers, alternating 1×1 with the given filters and 3×3 with twice as many.</summary>
[Dark(Filters, 1), Dark(2 * Filters, 3), Dark(Filters, 1)]
public sealed class DarkThreeAttribute(int filters) : BlockAttribute(filters);

/// <summary>YOLOv4 for the 80 classes of COCO: CSPDarknet-53, spatial pyramid pooling, path aggregation, predictions on three scales. 64 363 101 parameters.</summary>
/// <remarks>Bochkovskiy, Wang, Liao 2020, "YOLOv4: optimal speed and accuracy of object detection", as Darknet's <c>yolov4.cfg</c>.</remarks>
[Network(3, 416, 416)]
[MishConv(32, 3)]
[FirstCrossStage(64), CrossStage(128, depth: 2)]
[CrossStage(256, depth: 8, Name = "body8")]
[CrossStage(512, depth: 8, Name = "body16")]
[CrossStage(1024, depth: 4)]
[DarkThree(512), PyramidPool, DarkThree(512, Name = "neck32")]
[Dark(256, 1), Upsample(2, Name = "up16")]
[Dark(256, 1, From = "body16"), Concat("previous", "up16"), DarkFive(256, Name = "neck16")]
[Dark(128, 1), Upsample(2, Name = "up8")]
[Dark(128, 1, From = "body8"), Concat("previous", "up8"), DarkFive(128, Name = "neck8")]
[DetectionHead(256), Output("small")]
[Dark(256, 3, stride: 2, From = "neck8"), Concat("previous", "neck16"), DarkFive(256, Name = "path16")]
[DetectionHead(512), Output("medium")]
[Dark(512, 3, stride: 2, From = "path16"), Concat("previous", "neck32"), DarkFive(512)]
[DetectionHead(1024), Output("large")]
public partial class YoloV4;
