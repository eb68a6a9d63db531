using NetCompiler.Layers;
using static Samples.InceptionParameters;

namespace Samples;

/// <summary>Three branches: 1×1, 3×3, and two layers of 3×3 in place of 5×5.</summary>
[ConvBn(Ones, 1, 1, Name = "ones")]
[ConvBn(Reduce3, 1, 1, From = "input"), ConvBn(Threes, 3, 3, Name = "threes")]
[ConvBn(Reduce5, 1, 1, From = "input"), ConvBn(Fives, 3, 3), ConvBn(Fives, 3, 3, Name = "fives")]
[Concat("ones", "threes", "fives")]
public sealed class BranchesAttribute(int ones, int reduce3, int threes, int reduce5, int fives)
    : BlockAttribute(ones, reduce3, threes, reduce5, fives);

/// <summary>An inception module with average pooling.</summary>
[Branches(Ones, Reduce3, Threes, Reduce5, Fives, Name = "branches")]
[AvgPool(3, Stride = 1, Padding = 1, From = "input"), ConvBn(Pooled, 1, 1, Name = "pooled")]
[Concat("branches", "pooled")]
public sealed class AvgInceptionAttribute(int ones, int reduce3, int threes, int reduce5, int fives, int pooled)
    : BlockAttribute(ones, reduce3, threes, reduce5, fives, pooled);

/// <summary>An inception module with max pooling.</summary>
[Branches(Ones, Reduce3, Threes, Reduce5, Fives, Name = "branches")]
[MaxPool(3, Stride = 1, Padding = 1, From = "input"), ConvBn(Pooled, 1, 1, Name = "pooled")]
[Concat("branches", "pooled")]
public sealed class MaxInceptionAttribute(int ones, int reduce3, int threes, int reduce5, int fives, int pooled)
    : BlockAttribute(ones, reduce3, threes, reduce5, fives, pooled);

/// <summary>A module that halves the image: strided branches beside max pooling.</summary>
[ConvBn(Reduce3, 1, 1), ConvBn(Threes, 3, 3, stride: 2, Name = "threes")]
[ConvBn(Reduce5, 1, 1, From = "input"), ConvBn(Fives, 3, 3), ConvBn(Fives, 3, 3, stride: 2, Name = "fives")]
[MaxPool(3, Stride = 2, Same = true, From = "input", Name = "pooled")]
[Concat("threes", "fives", "pooled")]
public sealed class HalvingInceptionAttribute(int reduce3, int threes, int reduce5, int fives)
    : BlockAttribute(reduce3, threes, reduce5, fives);

/// <summary>
/// Inception v2, or BN-Inception. 11 188 288 parameters. The pooled branches of 4c and 4d have 96 filters, as the table's output sizes ask for, where its column of projections
/// says 128.
/// </summary>
/// <remarks>Ioffe, Szegedy 2015, "Batch normalization: accelerating deep network training by reducing internal covariate shift", figure 5.</remarks>
[Network(3, 224, 224)]
[DepthwiseConv(7, Multiplier = 8, Stride = 2, Same = true, Bias = false), ConvBn(64, 1, 1), MaxPool(3, Stride = 2, Same = true)]
[ConvBn(64, 1, 1), ConvBn(192, 3, 3), MaxPool(3, Stride = 2, Same = true)]
[AvgInception(64, 64, 64, 64, 96, 32, Name = "inception3a")]
[AvgInception(64, 64, 96, 64, 96, 64, Name = "inception3b")]
[HalvingInception(128, 160, 64, 96, Name = "inception3c")]
[AvgInception(224, 64, 96, 96, 128, 128, Name = "inception4a")]
[AvgInception(192, 96, 128, 96, 128, 128, Name = "inception4b")]
[AvgInception(160, 128, 160, 128, 160, 96, Name = "inception4c")]
[AvgInception(96, 128, 192, 160, 192, 96, Name = "inception4d")]
[HalvingInception(128, 192, 192, 256, Name = "inception4e")]
[AvgInception(352, 192, 320, 160, 224, 128, Name = "inception5a")]
[MaxInception(352, 192, 320, 192, 224, 128, Name = "inception5b")]
[GlobalAvgPool, Dense(1000), Softmax]
public partial class InceptionV2;
