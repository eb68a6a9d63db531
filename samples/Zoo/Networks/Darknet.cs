using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;

namespace Samples;

/// <summary>Darknet's convolution: it keeps the size, or halves it with a stride of 2; batch normalisation, leaky rectifier of slope 0.1.</summary>
[Conv(Filters, Kernel, Stride = Stride, Padding = Kernel / 2, Bias = false), BatchNorm, LeakyRelu(0.1f)]
public sealed class DarkAttribute(int filters, int kernel, int stride = 1) : BlockAttribute(filters, kernel, stride);

/// <summary>1×1 to half the filters and 3×3 back.</summary>
[Dark(Filters / 2, 1), Dark(Filters, 3)]
public sealed class DarkPairAttribute(int filters) : BlockAttribute(filters);

/// <summary>Darknet-53's residual block.</summary>
[DarkPair(Filters), Add("input")]
public sealed class DarkResidualAttribute(int filters) : BlockAttribute(filters);

/// <summary>Five layers, alternating 1×1 with the given filters and 3×3 with twice as many.</summary>
[Dark(Filters, 1), Dark(2 * Filters, 3), Dark(Filters, 1), Dark(2 * Filters, 3), Dark(Filters, 1)]
public sealed class DarkFiveAttribute(int filters) : BlockAttribute(filters);

/// <summary>What a detector says of each cell: 3 boxes of 4 coordinates, objectness and 80 classes, before the sigmoids and exponentials of its decoding.</summary>
[Dark(Filters, 3), Conv(255, 1)]
public sealed class DetectionHeadAttribute(int filters) : BlockAttribute(filters);

/// <summary>Fast YOLO: 7×7 cells of 20 classes, 2 confidences and 2 boxes in one vector. 27 095 374 parameters.</summary>
/// <remarks>Redmon, Divvala, Girshick, Farhadi 2016, "You only look once: unified, real-time object detection", as Darknet's <c>yolov1-tiny.cfg</c>.</remarks>
[Network(3, 448, 448)]
[Dark(16, 3), MaxPool(2)]
[Dark(32, 3), MaxPool(2)]
[Dark(64, 3), MaxPool(2)]
[Dark(128, 3), MaxPool(2)]
[Dark(256, 3), MaxPool(2)]
[Dark(512, 3), MaxPool(2)]
[Dark(1024, 3), Dark(256, 3)]
[Flatten, Dense(1470)]
public partial class YoloV1Tiny;

/// <summary>YOLOv2 for the 20 classes of Pascal VOC: 5 boxes of 25 numbers per cell, before their decoding. 50 655 389 parameters.</summary>
/// <remarks>
/// Redmon, Farhadi 2017, "YOLO9000: better, faster, stronger", as Darknet's <c>yolov2-voc.cfg</c>. Its <c>reorg</c> layer moves values in another order than <c>SpaceToDepth</c>: weights
/// from Darknet need the input channels of the convolution after it permuted.
/// </remarks>
[Network(3, 416, 416)]
[Dark(32, 3), MaxPool(2)]
[Dark(64, 3), MaxPool(2)]
[Dark(128, 3), DarkPair(128), MaxPool(2)]
[Dark(256, 3), DarkPair(256), MaxPool(2)]
[Dark(512, 3), DarkPair(512, Repeat = 2, Name = "fine"), MaxPool(2)]
[Dark(1024, 3), DarkPair(1024, Repeat = 2)]
[Dark(1024, 3), Dark(1024, 3, Name = "coarse")]
[Dark(64, 1, From = "fine"), SpaceToDepth(2), Concat("previous", "coarse")]
[Dark(1024, 3), Conv(125, 1)]
public partial class YoloV2;

/// <summary>YOLOv3-tiny for the 80 classes of COCO. 8 852 366 parameters.</summary>
/// <remarks>Redmon, Farhadi 2018, "YOLOv3: an incremental improvement", as Darknet's <c>yolov3-tiny.cfg</c>.</remarks>
[Network(3, 416, 416)]
[Dark(16, 3), MaxPool(2)]
[Dark(32, 3), MaxPool(2)]
[Dark(64, 3), MaxPool(2)]
[Dark(128, 3), MaxPool(2)]
[Dark(256, 3, Name = "body16"), MaxPool(2)]
[Dark(512, 3), MaxPool(2, Stride = 1, Same = true)]
[Dark(1024, 3), Dark(256, 1, Name = "neck32")]
[DetectionHead(512), Output("large")]
[Dark(128, 1, From = "neck32"), Upsample(2), Concat("previous", "body16")]
[DetectionHead(256), Output("medium")]
public partial class YoloV3Tiny;

/// <summary>YOLOv3 for the 80 classes of COCO: Darknet-53 and predictions on three scales. 61 949 149 parameters.</summary>
/// <remarks>Redmon, Farhadi 2018, "YOLOv3: an incremental improvement", table 1, as Darknet's <c>yolov3.cfg</c>.</remarks>
[Network(3, 416, 416)]
[Dark(32, 3)]
[Dark(64, 3, stride: 2), DarkResidual(64)]
[Dark(128, 3, stride: 2), DarkResidual(128, Repeat = 2)]
[Dark(256, 3, stride: 2), DarkResidual(256, Repeat = 8, Name = "body8")]
[Dark(512, 3, stride: 2), DarkResidual(512, Repeat = 8, Name = "body16")]
[Dark(1024, 3, stride: 2), DarkResidual(1024, Repeat = 4)]
[DarkFive(512, Name = "neck32"), DetectionHead(1024), Output("large")]
[Dark(256, 1, From = "neck32"), Upsample(2), Concat("previous", "body16")]
[DarkFive(256, Name = "neck16"), DetectionHead(512), Output("medium")]
[Dark(128, 1, From = "neck16"), Upsample(2), Concat("previous", "body8")]
[DarkFive(128), DetectionHead(256), Output("small")]
public partial class YoloV3;
