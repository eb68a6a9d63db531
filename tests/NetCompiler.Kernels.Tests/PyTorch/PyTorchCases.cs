namespace NetCompiler.Kernels.Tests.PyTorch;

/// <summary>The cases of <c>tests/pytorch/make_goldens.py</c>, in its order.</summary>
internal static class PyTorchCases
{
    /// <summary>Blocks that the cases use.</summary>
    public const string Blocks = """
        [Conv(BlockParameters.Filters, 3, Stride = BlockParameters.Stride, Padding = 1, Bias = false), BatchNorm, Relu]
        [Conv(BlockParameters.Filters, 3, Padding = 1, Bias = false), BatchNorm]
        [Add("input", Projection = true), Relu]
        public sealed class BasicAttribute(int filters, int stride) : BlockAttribute(filters, stride);

        """;

    private static readonly int[] s_image = [3, 4, 5];

    public static IReadOnlyList<PyTorchCase> All { get; } =
    [
        new("ConvStride", [3, 9, 8], "[Conv(17, 3, Stride = 2, Padding = 1)]"),
        new("ConvPointwise", [17, 2, 3], "[Conv(18, 1)]"),
        new("ConvDilation", [18, 5, 4], "[Conv(3, 3, Padding = 2, Dilation = 2)]"),
        new("ConvGroups", [6, 5, 4], "[Conv(18, 3, Padding = 1, Groups = 3)]"),
        new("ConvDepthwise", [17, 5, 4], """[DepthwiseConv(3, Multiplier = 2, Stride = 2, Padding = 1, Name = "conv1")]"""),
        new("ConvAsymmetric", [5, 8, 9], "[Conv(6, [3, 5], Strides = [1, 2], Pads = [2, 1, 2, 1], Dilations = [2, 1], Bias = false)]"),
        new("ConvReflect", [3, 5, 6], "[Conv(5, [3, 5], Pads = [1, 2, 1, 2], PaddingMode = PaddingMode.Reflect)]"),
        new("ConvReplicate", [3, 5, 6], "[Conv(5, [3, 5], Stride = 2, Pads = [1, 2, 1, 2], PaddingMode = PaddingMode.Replicate)]"),
        new("ConvCircular", [3, 5, 6], "[Conv(5, [3, 5], Pads = [1, 2, 1, 2], PaddingMode = PaddingMode.Circular)]"),
        new("Conv1d", [5, 13], "[Conv(18, 3, Stride = 2, Padding = 2, Dilation = 2)]"),
        new("Conv1dDepthwise", [6, 9], """[DepthwiseConv(4, Padding = 1, Name = "conv1")]"""),
        new("ConvTransposeStride", [17, 4, 3], "[ConvTranspose(5, 3, Stride = 2, Padding = 1, OutputPadding = 1)]"),
        new("ConvTransposeGroups", [6, 3, 4], "[ConvTranspose(8, [2, 3], Strides = [2, 3], Groups = 2)]"),
        new("ConvTransposeDilation", [4, 4, 5], "[ConvTranspose(6, 3, Padding = 1, Dilation = 2, Bias = false)]"),
        new("ConvTransposeAll", [4, 3, 2], "[ConvTranspose(6, [3, 2], Stride = 3, Pads = [2, 1, 2, 1], OutputPaddings = [2, 1], Dilations = [2, 3], Groups = 2)]"),
        new("ConvTranspose1d", [5, 6], "[ConvTranspose(6, 4, Stride = 2, Padding = 1)]"),
        new("MaxPoolCeil", [17, 6, 4], "[MaxPool(3, Stride = 2, Padding = 1, CeilMode = true)]"),
        new("MaxPoolDilation", [3, 6, 7], "[MaxPool([2, 3], Strides = [1, 2], Padding = 1, Dilations = [2, 1])]"),
        new("MaxPool1d", [4, 10], "[MaxPool(3, Stride = 2, CeilMode = true)]"),
        new("AvgPoolCeil", [5, 6, 4], "[AvgPool(3, Stride = 2, Padding = 1, CeilMode = true)]"),
        new("AvgPoolCeilExclude", [3, 6, 7], "[AvgPool(3, Stride = 2, Padding = 1, CeilMode = true, CountIncludePad = false)]"),
        new("AvgPoolInclude", [3, 7, 6], "[AvgPool([3, 2], Padding = 1)]"),
        new("AvgPool1d", [4, 11], "[AvgPool(4, Stride = 3, Padding = 2, CountIncludePad = false)]"),
        new("AdaptiveAvgPool", [17, 4, 5], "[AdaptiveAvgPool([3, 2])]"),
        new("AdaptiveAvgPoolLarger", [3, 3, 7], "[AdaptiveAvgPool([5, 3])]"),
        new("BatchNorm", [17, 3, 2], "[BatchNorm(Epsilon = 1e-3f, Momentum = 0.2f)]"),
        new("BatchNormFlat", [18], "[BatchNorm]"),
        new("BatchNormPlain", [5, 3, 4], "[BatchNorm(Affine = false)]"),
        new("BatchNormFolded", [3, 5, 6], "[Conv(18, 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, Relu]"),
        new("InstanceNorm", [17, 4, 3], "[InstanceNorm(Affine = true)]"),
        new("InstanceNormPlain", s_image, "[InstanceNorm(Epsilon = 1e-3f)]"),
        new("LayerNorm", [17, 3, 2], "[LayerNorm]"),
        new("LayerNormFlat", [19], "[LayerNorm(Epsilon = 1e-3f)]"),
        new("LocalResponseNorm", [19, 2, 3], "[LocalResponseNorm(5, Alpha = 0.8f, K = 2)]"),
        new("LocalResponseNormEven", [7, 3, 2], "[LocalResponseNorm(4, Alpha = 0.5f, Beta = 0.6f)]"),
        new("Relu", s_image, "[Relu]"),
        new("LeakyRelu", s_image, "[LeakyRelu(0.1f)]"),
        new("Relu6", s_image, "[Relu6]"),
        new("PRelu", [17, 2, 3], "[PRelu]"),
        new("PReluShared", [3, 2, 3], "[PRelu(Shared = true)]"),
        new("Elu", s_image, "[Elu(0.7f)]"),
        new("Sigmoid", s_image, "[Sigmoid]"),
        new("HardSigmoid", s_image, "[HardSigmoid]"),
        new("Tanh", s_image, "[Tanh]"),
        new("Softplus", s_image, "[Softplus]"),
        new("Swish", s_image, "[Swish]"),
        new("HardSwish", s_image, "[HardSwish]"),
        new("Mish", s_image, "[Mish]"),
        new("Gelu", s_image, "[Gelu]"),
        new("GeluTanh", s_image, "[Gelu(Approximate = true)]"),

        // A softmax at the end is left out in training; this one is not at the end.
        new("Softmax", [18, 2, 2], "[Softmax, Scale(3f)]"),
        new("LogSoftmax", [18, 2, 2], "[LogSoftmax]"),
        new("UpsampleNearest", [4, 2, 3], "[Upsample([2, 3])]"),
        new("UpsampleBilinear", [5, 3, 4], "[Upsample(2, Mode = UpsampleMode.Bilinear)]"),
        new("UpsampleAligned", [4, 3, 4], "[Upsample([3, 2], Mode = UpsampleMode.Bilinear, AlignCorners = true)]"),
        new("UpsampleLinear", [4, 5], "[Upsample(3, Mode = UpsampleMode.Bilinear)]"),
        new("Normalize", [17, 2, 3], "[L2Normalize]"),
        new("NormalizeFlat", [19], "[L2Normalize(Epsilon = 2.5f)]"),
        new("ChannelShuffle", [18, 2, 3], "[ChannelShuffle(3)]"),
        new("Linear", [37], "[Dense(18)]"),
        new("LinearPlain", [5], "[Dense(21, Bias = false)]"),
        new("Residual", [5, 7, 6], """[Basic(8, 2, Name = "block")]"""),
        new("Inception", [10, 4, 5], """
            [Conv(4, 1, Name = "branch1.0"), Relu(Name = "first")]
            [Conv(3, 1, From = "input", Name = "branch2.0"), Relu, Conv(7, 3, Padding = 1, Name = "branch2.2"), Relu(Name = "second")]
            [Conv(2, 1, From = "input", Name = "branch3.0"), Relu, Conv(3, 5, Padding = 2, Name = "branch3.2"), Relu(Name = "third")]
            [MaxPool(3, Stride = 1, Padding = 1, From = "input"), Conv(5, 1, Name = "branch4.1"), Relu(Name = "fourth")]
            [Concat("first", "second", "third", "fourth")]
            """),
        new("UNet", [2, 6, 8], """
            [Conv(6, 3, Padding = 1, Name = "down"), Relu(Name = "skip"), MaxPool(2)]
            [Conv(9, 3, Padding = 1, Name = "bottom"), Relu, ConvTranspose(6, 2, Stride = 2, Name = "up")]
            [Concat("skip", "previous"), Conv(4, 3, Padding = 1, Name = "merge")]
            """),
        new("InvertedResidual", [7, 4, 5], """
            [Conv(21, 1, Bias = false, Name = "conv.0.0"), BatchNorm(Name = "conv.0.1"), Relu6]
            [DepthwiseConv(3, Padding = 1, Bias = false, Name = "conv.1.0"), BatchNorm(Name = "conv.1.1"), Relu6]
            [Conv(7, 1, Bias = false, Name = "conv.2"), BatchNorm(Name = "conv.3"), Add("input")]
            """),
        new("SqueezeExcitation", [17, 3, 4], """[GlobalAvgPool, Dense(4), Relu, Dense(17), Sigmoid, Multiply("input", "previous")]"""),
        new("Classifier", [1, 8, 12], "[Conv(6, 3, Padding = 1), Relu, MaxPool(2), Conv(17, 3), Tanh, AvgPool(2), Flatten, Dense(10), Softmax]"),
        new("Lstm", [5, 7], "[Lstm(6)]", Needs: "Lstm"),
        new("LstmLast", [5, 7], "[Lstm(6, ReturnSequence = false)]", Needs: "Lstm"),
        new("Embedding", [6], "[Embedding(11, 5)]", Needs: "Embedding"),
        new("Gram", [5, 3, 4], "[Gram]", Needs: "Gram"),
    ];
}
