using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;

namespace Samples;

/// <summary>Figure 5: 1×1, 5×5, two layers of 3×3, pooling.</summary>
[ConvBn(64, 1, 1, Name = "branch1x1")]
[ConvBn(48, 1, 1, Name = "branch5x5_1", From = "input"), ConvBn(64, 5, 5, Name = "branch5x5_2")]
[ConvBn(64, 1, 1, Name = "branch3x3dbl_1", From = "input"), ConvBn(96, 3, 3, Name = "branch3x3dbl_2"), ConvBn(96, 3, 3, Name = "branch3x3dbl_3")]
[AvgPool(3, Stride = 1, Padding = 1, From = "input"), ConvBn(Filters, 1, 1, Name = "branch_pool")]
[Concat("branch1x1", "branch5x5_2", "branch3x3dbl_3", "branch_pool")]
public sealed class InceptionAAttribute(int filters) : BlockAttribute(filters);

/// <summary>From 35×35 to 17×17.</summary>
[ConvBn(384, 3, 3, stride: 2, valid: true, Name = "branch3x3")]
[ConvBn(64, 1, 1, Name = "branch3x3dbl_1", From = "input"), ConvBn(96, 3, 3, Name = "branch3x3dbl_2")]
[ConvBn(96, 3, 3, stride: 2, valid: true, Name = "branch3x3dbl_3")]
[MaxPool(3, Stride = 2, From = "input", Name = "branch_pool")]
[Concat("branch3x3", "branch3x3dbl_3", "branch_pool")]
public sealed class InceptionBAttribute : BlockAttribute;

/// <summary>Figure 6: 7×7 as 1×7 and 7×1, with the given filters inside.</summary>
[ConvBn(192, 1, 1, Name = "branch1x1")]
[ConvBn(Filters, 1, 1, Name = "branch7x7_1", From = "input"), ConvBn(Filters, 1, 7, Name = "branch7x7_2"), ConvBn(192, 7, 1, Name = "branch7x7_3")]
[ConvBn(Filters, 1, 1, Name = "branch7x7dbl_1", From = "input"), ConvBn(Filters, 7, 1, Name = "branch7x7dbl_2"), ConvBn(Filters, 1, 7, Name = "branch7x7dbl_3")]
[ConvBn(Filters, 7, 1, Name = "branch7x7dbl_4"), ConvBn(192, 1, 7, Name = "branch7x7dbl_5")]
[AvgPool(3, Stride = 1, Padding = 1, From = "input"), ConvBn(192, 1, 1, Name = "branch_pool")]
[Concat("branch1x1", "branch7x7_3", "branch7x7dbl_5", "branch_pool")]
public sealed class InceptionCAttribute(int filters) : BlockAttribute(filters);

/// <summary>From 17×17 to 8×8.</summary>
[ConvBn(192, 1, 1, Name = "branch3x3_1"), ConvBn(320, 3, 3, stride: 2, valid: true, Name = "branch3x3_2")]
[ConvBn(192, 1, 1, Name = "branch7x7x3_1", From = "input"), ConvBn(192, 1, 7, Name = "branch7x7x3_2"), ConvBn(192, 7, 1, Name = "branch7x7x3_3")]
[ConvBn(192, 3, 3, stride: 2, valid: true, Name = "branch7x7x3_4")]
[MaxPool(3, Stride = 2, From = "input", Name = "branch_pool")]
[Concat("branch3x3_2", "branch7x7x3_4", "branch_pool")]
public sealed class InceptionDAttribute : BlockAttribute;

/// <summary>Figure 7: branches that end in 1×3 and 3×1 side by side.</summary>
[ConvBn(320, 1, 1, Name = "branch1x1")]
[ConvBn(384, 1, 1, Name = "branch3x3_1", From = "input"), ConvBn(384, 1, 3, Name = "branch3x3_2a")]
[ConvBn(384, 3, 1, Name = "branch3x3_2b", From = "branch3x3_1")]
[ConvBn(448, 1, 1, Name = "branch3x3dbl_1", From = "input"), ConvBn(384, 3, 3, Name = "branch3x3dbl_2"), ConvBn(384, 1, 3, Name = "branch3x3dbl_3a")]
[ConvBn(384, 3, 1, Name = "branch3x3dbl_3b", From = "branch3x3dbl_2")]
[AvgPool(3, Stride = 1, Padding = 1, From = "input"), ConvBn(192, 1, 1, Name = "branch_pool")]
[Concat("branch1x1", "branch3x3_2a", "branch3x3_2b", "branch3x3dbl_3a", "branch3x3dbl_3b", "branch_pool")]
public sealed class InceptionEAttribute : BlockAttribute;

/// <summary>The classifier on the way, for training only.</summary>
[AvgPool(5, Stride = 3), ConvBn(128, 1, 1, Name = "conv0"), ConvBn(768, 5, 5, valid: true, Name = "conv1")]
[GlobalAvgPool, Dense(1000, Name = "fc")]
public sealed class InceptionV3HeadAttribute : BlockAttribute;

/// <summary>Inception v3; tensors are named as torchvision's. 23 834 568 parameters; 27 161 264 with the auxiliary classifier.</summary>
/// <remarks>Szegedy et al. 2016, "Rethinking the inception architecture for computer vision", table 1, as torchvision's <c>inception_v3</c> has it.</remarks>
[Network(3, 299, 299)]
[ConvBn(32, 3, 3, stride: 2, valid: true, Name = "Conv2d_1a_3x3"), ConvBn(32, 3, 3, valid: true, Name = "Conv2d_2a_3x3"), ConvBn(64, 3, 3, Name = "Conv2d_2b_3x3")]
[MaxPool(3, Stride = 2)]
[ConvBn(80, 1, 1, Name = "Conv2d_3b_1x1"), ConvBn(192, 3, 3, valid: true, Name = "Conv2d_4a_3x3")]
[MaxPool(3, Stride = 2)]
[InceptionA(32, Name = "Mixed_5b"), InceptionA(64, Name = "Mixed_5c"), InceptionA(64, Name = "Mixed_5d")]
[InceptionB(Name = "Mixed_6a")]
[InceptionC(128, Name = "Mixed_6b"), InceptionC(160, Name = "Mixed_6c"), InceptionC(160, Name = "Mixed_6d"), InceptionC(192, Name = "Mixed_6e")]
[InceptionV3Head(Name = "AuxLogits"), AuxiliaryOutput("AuxLogits", lossWeight: 0.4f)]
[InceptionD(Name = "Mixed_7a", From = "Mixed_6e")]
[InceptionE(Name = "Mixed_7b"), InceptionE(Name = "Mixed_7c")]
[GlobalAvgPool, Dropout(0.5f), Dense(1000, Name = "fc"), Softmax]
public partial class InceptionV3;
