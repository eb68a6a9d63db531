using NetCompiler.Layers;

namespace Samples;

/// <summary>Figure 3: three convolutions, then three times two ways side by side, from 299×299 to 35×35.</summary>
[ConvBn(32, 3, 3, stride: 2, valid: true), ConvBn(32, 3, 3, valid: true), ConvBn(64, 3, 3, Name = "first")]
[MaxPool(3, Stride = 2, Name = "pool3")]
[ConvBn(96, 3, 3, stride: 2, valid: true, From = "first")]
[Concat("pool3", "previous", Name = "mixed3")]
[ConvBn(64, 1, 1), ConvBn(96, 3, 3, valid: true, Name = "short")]
[ConvBn(64, 1, 1, From = "mixed3"), ConvBn(64, 1, 7), ConvBn(64, 7, 1), ConvBn(96, 3, 3, valid: true)]
[Concat("short", "previous", Name = "mixed4")]
[ConvBn(192, 3, 3, stride: 2, valid: true, Name = "conv5")]
[MaxPool(3, Stride = 2, From = "mixed4")]
[Concat("conv5", "previous")]
public sealed class InceptionV4StemAttribute : BlockAttribute;

/// <summary>Figure 4, at 35×35.</summary>
[ConvBn(96, 1, 1, Name = "branch0")]
[ConvBn(64, 1, 1, From = "input"), ConvBn(96, 3, 3, Name = "branch1")]
[ConvBn(64, 1, 1, From = "input"), ConvBn(96, 3, 3), ConvBn(96, 3, 3, Name = "branch2")]
[AvgPool(3, Stride = 1, Padding = 1, CountIncludePad = false, From = "input"), ConvBn(96, 1, 1, Name = "branch3")]
[Concat("branch0", "branch1", "branch2", "branch3")]
public sealed class InceptionV4AAttribute : BlockAttribute;

/// <summary>Figure 7 with k = 192, l = 224, m = 256, n = 384: from 35×35 to 17×17.</summary>
[ConvBn(384, 3, 3, stride: 2, valid: true, Name = "branch0")]
[ConvBn(192, 1, 1, From = "input"), ConvBn(224, 3, 3), ConvBn(256, 3, 3, stride: 2, valid: true, Name = "branch1")]
[MaxPool(3, Stride = 2, From = "input", Name = "branch2")]
[Concat("branch0", "branch1", "branch2")]
public sealed class InceptionV4ReductionAAttribute : BlockAttribute;

/// <summary>Figure 5, at 17×17.</summary>
[ConvBn(384, 1, 1, Name = "branch0")]
[ConvBn(192, 1, 1, From = "input"), ConvBn(224, 1, 7), ConvBn(256, 7, 1, Name = "branch1")]
[ConvBn(192, 1, 1, From = "input"), ConvBn(192, 7, 1), ConvBn(224, 1, 7), ConvBn(224, 7, 1), ConvBn(256, 1, 7, Name = "branch2")]
[AvgPool(3, Stride = 1, Padding = 1, CountIncludePad = false, From = "input"), ConvBn(128, 1, 1, Name = "branch3")]
[Concat("branch0", "branch1", "branch2", "branch3")]
public sealed class InceptionV4BAttribute : BlockAttribute;

/// <summary>Figure 8: from 17×17 to 8×8.</summary>
[ConvBn(192, 1, 1), ConvBn(192, 3, 3, stride: 2, valid: true, Name = "branch0")]
[ConvBn(256, 1, 1, From = "input"), ConvBn(256, 1, 7), ConvBn(320, 7, 1), ConvBn(320, 3, 3, stride: 2, valid: true, Name = "branch1")]
[MaxPool(3, Stride = 2, From = "input", Name = "branch2")]
[Concat("branch0", "branch1", "branch2")]
public sealed class InceptionV4ReductionBAttribute : BlockAttribute;

/// <summary>Figure 6, at 8×8.</summary>
[ConvBn(256, 1, 1, Name = "branch0")]
[ConvBn(384, 1, 1, From = "input", Name = "split1"), ConvBn(256, 1, 3, Name = "branch1a")]
[ConvBn(256, 3, 1, From = "split1", Name = "branch1b")]
[ConvBn(384, 1, 1, From = "input"), ConvBn(448, 3, 1), ConvBn(512, 1, 3, Name = "split2"), ConvBn(256, 1, 3, Name = "branch2a")]
[ConvBn(256, 3, 1, From = "split2", Name = "branch2b")]
[AvgPool(3, Stride = 1, Padding = 1, CountIncludePad = false, From = "input"), ConvBn(256, 1, 1, Name = "branch3")]
[Concat("branch0", "branch1a", "branch1b", "branch2a", "branch2b", "branch3")]
public sealed class InceptionV4CAttribute : BlockAttribute;

/// <summary>Inception v4. 42 679 816 parameters.</summary>
/// <remarks>Szegedy, Ioffe, Vanhoucke, Alemi 2017, "Inception-v4, Inception-ResNet and the impact of residual connections on learning", figure 9.</remarks>
[Network(3, 299, 299)]
[InceptionV4Stem]
[InceptionV4A(Repeat = 4), InceptionV4ReductionA]
[InceptionV4B(Repeat = 7), InceptionV4ReductionB]
[InceptionV4C(Repeat = 3)]
[GlobalAvgPool, Dropout(0.2f), Dense(1000), Softmax]
public partial class InceptionV4;
