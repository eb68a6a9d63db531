using NetCompiler.Layers;
using static NetCompiler.Layers.BlockParameters;

namespace Samples;

/// <summary>The stem of the published model, from 299×299 to 35×35: that of Inception v3, and one module.</summary>
[ConvBn(32, 3, 3, stride: 2, valid: true), ConvBn(32, 3, 3, valid: true), ConvBn(64, 3, 3), MaxPool(3, Stride = 2)]
[ConvBn(80, 1, 1), ConvBn(192, 3, 3, valid: true), MaxPool(3, Stride = 2, Name = "pool")]
[ConvBn(96, 1, 1, Name = "branch0")]
[ConvBn(48, 1, 1, From = "pool"), ConvBn(64, 5, 5, Name = "branch1")]
[ConvBn(64, 1, 1, From = "pool"), ConvBn(96, 3, 3), ConvBn(96, 3, 3, Name = "branch2")]
[AvgPool(3, Stride = 1, Padding = 1, CountIncludePad = false, From = "pool"), ConvBn(64, 1, 1, Name = "branch3")]
[Concat("branch0", "branch1", "branch2", "branch3")]
public sealed class InceptionResNetStemAttribute : BlockAttribute;

/// <summary>Figure 16, at 35×35; the residual is scaled down before it is added (section 3.3).</summary>
[ConvBn(32, 1, 1, Name = "branch0")]
[ConvBn(32, 1, 1, From = "input"), ConvBn(32, 3, 3, Name = "branch1")]
[ConvBn(32, 1, 1, From = "input"), ConvBn(48, 3, 3), ConvBn(64, 3, 3, Name = "branch2")]
[Concat("branch0", "branch1", "branch2"), Conv(320, 1), Scale(0.17f)]
[Add("input"), Relu]
public sealed class Block35Attribute : BlockAttribute;

/// <summary>Figure 7 with k = 256, l = 256, m = 384, n = 384: from 35×35 to 17×17.</summary>
[ConvBn(384, 3, 3, stride: 2, valid: true, Name = "branch0")]
[ConvBn(256, 1, 1, From = "input"), ConvBn(256, 3, 3), ConvBn(384, 3, 3, stride: 2, valid: true, Name = "branch1")]
[MaxPool(3, Stride = 2, From = "input", Name = "branch2")]
[Concat("branch0", "branch1", "branch2")]
public sealed class InceptionResNetReductionAAttribute : BlockAttribute;

/// <summary>Figure 17, at 17×17.</summary>
[ConvBn(192, 1, 1, Name = "branch0")]
[ConvBn(128, 1, 1, From = "input"), ConvBn(160, 1, 7), ConvBn(192, 7, 1, Name = "branch1")]
[Concat("branch0", "branch1"), Conv(1088, 1), Scale(0.1f)]
[Add("input"), Relu]
public sealed class Block17Attribute : BlockAttribute;

/// <summary>Figure 18: from 17×17 to 8×8.</summary>
[ConvBn(256, 1, 1), ConvBn(384, 3, 3, stride: 2, valid: true, Name = "branch0")]
[ConvBn(256, 1, 1, From = "input"), ConvBn(288, 3, 3, stride: 2, valid: true, Name = "branch1")]
[ConvBn(256, 1, 1, From = "input"), ConvBn(288, 3, 3), ConvBn(320, 3, 3, stride: 2, valid: true, Name = "branch2")]
[MaxPool(3, Stride = 2, From = "input", Name = "branch3")]
[Concat("branch0", "branch1", "branch2", "branch3")]
public sealed class InceptionResNetReductionBAttribute : BlockAttribute;

/// <summary>Figure 19, at 8×8.</summary>
[ConvBn(192, 1, 1, Name = "branch0")]
[ConvBn(192, 1, 1, From = "input"), ConvBn(224, 1, 3), ConvBn(256, 3, 1, Name = "branch1")]
[Concat("branch0", "branch1"), Conv(2080, 1), Scale(Factor)]
[Add("input")]
public sealed class Block8Attribute(float factor) : BlockAttribute(factor);

/// <summary>Inception-ResNet v2 as the authors published its weights. 55 843 464 parameters.</summary>
/// <remarks>Szegedy, Ioffe, Vanhoucke, Alemi 2017, "Inception-v4, Inception-ResNet and the impact of residual connections on learning", figure 15.</remarks>
[Network(3, 299, 299)]
[InceptionResNetStem]
[Block35(Repeat = 10), InceptionResNetReductionA]
[Block17(Repeat = 20), InceptionResNetReductionB]
[RectifiedBlock8(0.2f, Repeat = 9), Block8(1f)]
[ConvBn(1536, 1, 1), GlobalAvgPool, Dropout(0.2f), Dense(1000), Softmax]
public partial class InceptionResNetV2;

/// <summary>All blocks but the last end in a rectifier.</summary>
[Block8(Factor), Relu]
public sealed class RectifiedBlock8Attribute(float factor) : BlockAttribute(factor);
