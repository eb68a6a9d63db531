using NetCompiler.Layers;
using static Samples.InceptionParameters;

namespace Samples;

/// <summary>The inception module: four views of the input side by side.</summary>
[Conv(Ones, 1), Relu(Name = "branch1")]
[Conv(Reduce3, 1, From = "input"), Relu, Conv(Threes, 3, Padding = 1), Relu(Name = "branch2")]
[Conv(Reduce5, 1, From = "input"), Relu, Conv(Fives, 5, Padding = 2), Relu(Name = "branch3")]
[MaxPool(3, Stride = 1, Padding = 1, From = "input"), Conv(Pooled, 1), Relu(Name = "branch4")]
[Concat("branch1", "branch2", "branch3", "branch4")]
public sealed class InceptionAttribute(int ones, int reduce3, int threes, int reduce5, int fives, int pooled)
    : BlockAttribute(ones, reduce3, threes, reduce5, fives, pooled);

/// <summary>A classifier on the way, for training only.</summary>
[AvgPool(5, Stride = 3), Conv(128, 1), Relu]
[Flatten, Dense(1024), Relu, Dropout(0.7f)]
[Dense(1000)]
public sealed class InceptionHeadAttribute : BlockAttribute;

/// <summary>GoogLeNet as in the paper, with local response normalisation. 6 998 552 parameters; 13 378 280 with the auxiliary classifiers.</summary>
/// <remarks>Szegedy et al. 2015, "Going deeper with convolutions", table 1.</remarks>
[Network(3, 224, 224)]
[Conv(64, 7, Stride = 2, Padding = 3), Relu, MaxPool(3, Stride = 2, CeilMode = true), LocalResponseNorm(5)]
[Conv(64, 1), Relu, Conv(192, 3, Padding = 1), Relu, LocalResponseNorm(5), MaxPool(3, Stride = 2, CeilMode = true)]
[Inception(64, 96, 128, 16, 32, 32, Name = "inception3a")]
[Inception(128, 128, 192, 32, 96, 64, Name = "inception3b"), MaxPool(3, Stride = 2, CeilMode = true)]
[Inception(192, 96, 208, 16, 48, 64, Name = "inception4a")]
[InceptionHead(Name = "aux1"), AuxiliaryOutput("aux1", lossWeight: 0.3f)]
[Inception(160, 112, 224, 24, 64, 64, Name = "inception4b", From = "inception4a")]
[Inception(128, 128, 256, 24, 64, 64, Name = "inception4c")]
[Inception(112, 144, 288, 32, 64, 64, Name = "inception4d")]
[InceptionHead(Name = "aux2"), AuxiliaryOutput("aux2", lossWeight: 0.3f)]
[Inception(256, 160, 320, 32, 128, 128, Name = "inception4e", From = "inception4d"), MaxPool(3, Stride = 2, CeilMode = true)]
[Inception(256, 160, 320, 32, 128, 128, Name = "inception5a")]
[Inception(384, 192, 384, 48, 128, 128, Name = "inception5b")]
[GlobalAvgPool, Dropout(0.4f), Dense(1000), Softmax]
public partial class GoogLeNet;

/// <summary>The inception module of torchvision: with batch normalisation, and 3×3 where the paper has 5×5.</summary>
[ConvBn(Ones, 1, 1, Name = "branch1")]
[ConvBn(Reduce3, 1, 1, Name = "branch2.0", From = "input"), ConvBn(Threes, 3, 3, Name = "branch2.1")]
[ConvBn(Reduce5, 1, 1, Name = "branch3.0", From = "input"), ConvBn(Fives, 3, 3, Name = "branch3.1")]
[MaxPool(3, Stride = 1, Padding = 1, From = "input"), ConvBn(Pooled, 1, 1, Name = "branch4.1")]
[Concat("branch1", "branch2.1", "branch3.1", "branch4.1")]
public sealed class BnInceptionAttribute(int ones, int reduce3, int threes, int reduce5, int fives, int pooled)
    : BlockAttribute(ones, reduce3, threes, reduce5, fives, pooled);

/// <summary>torchvision's classifier on the way, for training only.</summary>
[AdaptiveAvgPool(4), ConvBn(128, 1, 1, Name = "conv")]
[Flatten, Dense(1024), Relu, Dropout(0.7f)]
[Dense(1000)]
public sealed class BnInceptionHeadAttribute : BlockAttribute;

/// <summary>GoogLeNet with batch normalisation; tensors are named as torchvision's. 6 624 904 parameters; 13 004 888 with the auxiliary classifiers.</summary>
/// <remarks>Szegedy et al. 2015, "Going deeper with convolutions", table 1, as torchvision's <c>googlenet</c> has it.</remarks>
[Network(3, 224, 224)]
[Conv(64, 7, Stride = 2, Padding = 3, Bias = false, Name = "conv1.conv"), BatchNorm(Epsilon = 1e-3f, Name = "conv1.bn"), Relu, MaxPool(3, Stride = 2, CeilMode = true)]
[ConvBn(64, 1, 1, Name = "conv2"), ConvBn(192, 3, 3, Name = "conv3"), MaxPool(3, Stride = 2, CeilMode = true)]
[BnInception(64, 96, 128, 16, 32, 32, Name = "inception3a")]
[BnInception(128, 128, 192, 32, 96, 64, Name = "inception3b"), MaxPool(3, Stride = 2, CeilMode = true)]
[BnInception(192, 96, 208, 16, 48, 64, Name = "inception4a")]
[BnInceptionHead(Name = "aux1"), AuxiliaryOutput("aux1", lossWeight: 0.3f)]
[BnInception(160, 112, 224, 24, 64, 64, Name = "inception4b", From = "inception4a")]
[BnInception(128, 128, 256, 24, 64, 64, Name = "inception4c")]
[BnInception(112, 144, 288, 32, 64, 64, Name = "inception4d")]
[BnInceptionHead(Name = "aux2"), AuxiliaryOutput("aux2", lossWeight: 0.3f)]
[BnInception(256, 160, 320, 32, 128, 128, Name = "inception4e", From = "inception4d"), MaxPool(2, CeilMode = true)]
[BnInception(256, 160, 320, 32, 128, 128, Name = "inception5a")]
[BnInception(384, 192, 384, 48, 128, 128, Name = "inception5b")]
[GlobalAvgPool, Dropout(0.2f), Dense(1000, Name = "fc"), Softmax]
public partial class GoogLeNetBn;

/// <summary>Placeholders of the inception modules, as the columns of the papers' tables.</summary>
internal static class InceptionParameters
{
    /// <summary>Filters of the 1×1 branch.</summary>
    [BlockParameter]
    public const int Ones = 64;

    /// <summary>1×1 filters before the 3×3 ones.</summary>
    [BlockParameter]
    public const int Reduce3 = 64;

    /// <summary>Filters of the 3×3 branch.</summary>
    [BlockParameter]
    public const int Threes = 64;

    /// <summary>1×1 filters before the 5×5 ones, or before the two layers of 3×3 ones that replace them.</summary>
    [BlockParameter]
    public const int Reduce5 = 64;

    /// <summary>Filters of the 5×5 branch, or of what replaces it.</summary>
    [BlockParameter]
    public const int Fives = 64;

    /// <summary>1×1 filters after the pooling.</summary>
    [BlockParameter]
    public const int Pooled = 64;
}
