using System.Reflection;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

public sealed class GraphBuilderTests
{
    [Theory]
    // Worked by hand in textbooks.
    [InlineData("1, 28, 28", "Conv(3, 5)", "3×24×24")]
    [InlineData("1, 28, 28", "Conv(3, 5), MaxPool(2)", "3×12×12")]
    [InlineData("1, 7, 7", "Conv(1, 3)", "1×5×5")]
    [InlineData("1, 7, 7", "Conv(1, 3, Stride = 2)", "1×3×3")]
    [InlineData("1, 7, 7", "Conv(1, 3, Padding = 1)", "1×7×7")]
    [InlineData("10, 24, 24", "Flatten", "5760")]
    [InlineData("784", "Dense(100)", "100")]
    // ⌊(in + before + after − kernel) / stride⌋ + 1, on odd sizes and per axis.
    [InlineData("3, 11, 8", "Conv(2, [3, 5])", "2×9×4")]
    [InlineData("3, 11, 8", "Conv(2, 3, Stride = 3)", "2×3×2")]
    [InlineData("3, 11, 8", "Conv(2, 3, Strides = [2, 3])", "2×5×2")]
    [InlineData("3, 11, 8", "Conv(2, 3, Pads = [1, 2, 3, 4])", "2×13×12")]
    [InlineData("3, 11, 8", "Conv(2, 3, Pads = [0, 0, 1, 1], Stride = 2)", "2×5×4")]
    [InlineData("3, 1, 1", "Conv(2, 1)", "2×1×1")]
    [InlineData("3, 1, 1", "Conv(2, 3, Padding = 1)", "2×1×1")]
    [InlineData("3, 5, 5", "Conv(2, 5)", "2×1×1")]
    [InlineData("3, 5, 5", "Conv(2, 2, Stride = 100)", "2×1×1")]
    // Same: ⌈in / stride⌉.
    [InlineData("3, 11, 8", "Conv(2, 3, Same = true)", "2×11×8")]
    [InlineData("3, 11, 8", "Conv(2, [4, 2], Same = true)", "2×11×8")]
    [InlineData("3, 11, 8", "Conv(2, 3, Same = true, Stride = 2)", "2×6×4")]
    [InlineData("3, 11, 8", "Conv(2, 3, Same = true, Strides = [3, 5])", "2×4×2")]
    [InlineData("3, 11, 8", "Conv(2, 1, Same = true, Stride = 4)", "2×3×2")]
    // (in − 1) · stride − before − after + kernel + output padding.
    [InlineData("3, 11, 8", "ConvTranspose(2, 3)", "2×13×10")]
    [InlineData("3, 11, 8", "ConvTranspose(2, 3, Stride = 2, Padding = 1, OutputPadding = 1)", "2×22×16")]
    [InlineData("3, 11, 8", "ConvTranspose(2, [3, 2], Strides = [1, 3], Pads = [1, 2, 3, 0], OutputPaddings = [0, 2])", "2×9×23")]
    [InlineData("3, 11, 8", "ConvTranspose(6, 3, Dilations = [2, 3], OutputPaddings = [1, 2], Groups = 3)", "6×16×16")]
    [InlineData("3, 1, 1", "ConvTranspose(2, 4)", "2×4×4")]
    [InlineData("21, 16, 16", "ConvTranspose(21, 64, Stride = 32)", "21×544×544")]
    [InlineData("3, 11", "ConvTranspose(2, 4, Stride = 2, Pads = [1, 2], OutputPadding = 1)", "2×22")]
    // Locally connected layers have a convolution's sizes.
    [InlineData("3, 11, 8", "LocallyConnected(2, 3)", "2×9×6")]
    [InlineData("3, 11, 8", "LocallyConnected(2, 3, Same = true, Stride = 2)", "2×6×4")]
    [InlineData("3, 11", "LocallyConnected(2, 3, Stride = 2, Pads = [0, 1])", "2×5")]
    // Dilation: the window spans dilation · (kernel − 1) + 1 pixels.
    [InlineData("3, 11, 8", "Conv(2, 3, Dilation = 2)", "2×7×4")]
    [InlineData("3, 11, 8", "Conv(2, [3, 2], Dilations = [5, 7])", "2×1×1")]
    [InlineData("3, 11, 8", "Conv(2, 3, Dilations = [2, 1], Strides = [3, 2], Padding = 1)", "2×3×4")]
    [InlineData("3, 11, 8", "Conv(2, 3, Dilation = 3, Same = true, Stride = 2)", "2×6×4")]
    // Groups change no size.
    [InlineData("6, 11, 8", "Conv(9, 3, Groups = 3)", "9×9×6")]
    [InlineData("3, 11, 8", "Conv(2, 3, Connections = [\"0,2\", \"1\"])", "2×9×6")]
    [InlineData("3, 11, 8", "DepthwiseConv(3, Padding = 1)", "3×11×8")]
    [InlineData("3, 11, 8", "DepthwiseConv([1, 3], Multiplier = 4, Strides = [1, 2])", "12×11×3")]
    [InlineData("3, 11, 8", "Conv(2, 3, Padding = 1, PaddingMode = PaddingMode.Reflect)", "2×11×8")]
    // On a sequence one number per argument.
    [InlineData("3, 11", "Conv(2, 3, Stride = 2, Dilation = 2)", "2×4")]
    [InlineData("3, 11", "Conv(2, 3, Pads = [2, 1])", "2×12")]
    [InlineData("3, 11", "DepthwiseConv(4, Same = true)", "3×11")]
    // Pools step by their own size unless told.
    [InlineData("3, 11, 8", "MaxPool(2)", "3×5×4")]
    [InlineData("3, 11, 8", "MaxPool(3, Stride = 2)", "3×5×3")]
    [InlineData("3, 11, 8", "AvgPool([3, 2])", "3×3×4")]
    [InlineData("3, 11, 8", "AvgPool([3, 2], Strides = [1, 2])", "3×9×4")]
    [InlineData("3, 11, 8", "AvgPool([11, 8])", "3×1×1")]
    [InlineData("3, 11, 8", "MaxPool(3, Stride = 2, Padding = 1)", "3×6×4")]
    [InlineData("3, 11, 8", "MaxPool(3, Stride = 2, Pads = [0, 0, 1, 1])", "3×5×4")]
    [InlineData("3, 11, 8", "MaxPool([4, 2], Stride = 3, Same = true)", "3×4×3")]
    [InlineData("3, 11, 8", "MaxPool(3, Stride = 1, Dilations = [4, 2])", "3×3×4")]
    [InlineData("3, 11", "MaxPool(3, Stride = 2, Dilation = 2, Pads = [1, 2])", "3×5")]
    [InlineData("3, 11", "AvgPool(3, Same = true)", "3×4")]
    // Rounded up, where a last window starts inside the input or the padding before it: GoogLeNet's and SqueezeNet's; not behind the input.
    [InlineData("64, 112, 112", "MaxPool(3, Stride = 2, CeilMode = true)", "64×56×56")]
    [InlineData("96, 109, 109", "MaxPool(3, Stride = 2, CeilMode = true)", "96×54×54")]
    [InlineData("96, 54, 54", "MaxPool(3, Stride = 2, CeilMode = true)", "96×27×27")]
    [InlineData("3, 11, 8", "AvgPool(2, CeilMode = true)", "3×6×4")]
    [InlineData("3, 2, 2", "MaxPool(3, Stride = 2, CeilMode = true)", "3×1×1")]
    [InlineData("3, 7, 7", "MaxPool(1, Stride = 4, CeilMode = true)", "3×2×2")]
    [InlineData("3, 8, 9", "MaxPool(2, Stride = 4, Padding = 1, CeilMode = true)", "3×3×3")]
    [InlineData("3, 3, 3", "MaxPool(2, Padding = 1, CeilMode = true)", "3×2×2")]
    [InlineData("3, 11, 8", "GlobalAvgPool", "3")]
    [InlineData("3, 11", "GlobalMaxPool", "3")]
    [InlineData("3, 11, 8", "AdaptiveAvgPool(6)", "3×6×6")]
    [InlineData("3, 11, 8", "AdaptiveAvgPool([1, 20])", "3×1×20")]
    [InlineData("3, 11", "AdaptiveAvgPool(6)", "3×6")]
    // The rest.
    [InlineData("3, 11, 8", "Pad(2)", "3×15×12")]
    [InlineData("3, 11, 8", "Pad([1, 2, 3, 4])", "3×15×14")]
    [InlineData("3, 11, 8", "Pad(0)", "3×11×8")]
    [InlineData("3, 11", "Pad(2)", "3×15")]
    [InlineData("3, 11", "Pad([1, 3])", "3×15")]
    [InlineData("3, 4, 5", "Pad(3, Mode = PaddingMode.Reflect)", "3×10×11")]
    [InlineData("3, 4, 5", "Pad(4, Mode = PaddingMode.Symmetric)", "3×12×13")]
    [InlineData("3, 5", "Pad([0, 5], Mode = PaddingMode.Circular)", "3×10")]
    [InlineData("3, 1, 1", "Pad(7, Mode = PaddingMode.Replicate)", "3×15×15")]
    [InlineData("3, 11, 8", "Crop(2)", "3×7×4")]
    [InlineData("3, 11, 8", "Crop([1, 2, 3, 4])", "3×7×2")]
    [InlineData("3, 11", "Crop([3, 7])", "3×1")]
    [InlineData("3, 11, 8", "Slice(1, 3)", "2×11×8")]
    [InlineData("3, 11, 8", "Slice(4, 11, Axis = 1)", "3×7×8")]
    [InlineData("3, 11, 8", "Slice(0, 1, Axis = 2)", "3×11×1")]
    [InlineData("3, 11", "Slice(4, 11, Axis = 1)", "3×7")]
    [InlineData("7", "Slice(2, 5)", "3")]
    [InlineData("3, 12, 8", "SpaceToDepth(4)", "48×3×2")]
    [InlineData("6, 11, 8", "ChannelShuffle(3)", "6×11×8")]
    [InlineData("6, 11", "ChannelShuffle(2)", "6×11")]
    [InlineData("3, 4, 6", "Reshape(72)", "72")]
    [InlineData("3, 4, 6", "Reshape(-1, 8)", "9×8")]
    [InlineData("72", "Reshape(2, -1, 4)", "2×9×4")]
    [InlineData("3, 24", "Reshape(1, 72, 1)", "1×72×1")]
    [InlineData("3, 11, 8", "Upsample(2)", "3×22×16")]
    [InlineData("3, 11, 8", "Upsample([3, 1], Mode = UpsampleMode.Bilinear)", "3×33×8")]
    [InlineData("3, 11", "Upsample(2, Mode = UpsampleMode.Bilinear, AlignCorners = true)", "3×22")]
    [InlineData("3, 11, 8", "Flatten", "264")]
    [InlineData("7", "Flatten", "7")]
    [InlineData("3, 11, 8", "Relu", "3×11×8")]
    [InlineData("3, 11, 8", "InstanceNorm", "3×11×8")]
    [InlineData("3, 11", "InstanceNorm(Affine = true)", "3×11")]
    [InlineData("3, 11, 8", "L2Normalize", "3×11×8")]
    [InlineData("3, 11, 8", "LayerNorm", "3×11×8")]
    [InlineData("7", "LayerNorm(Epsilon = 0.1f)", "7")]
    [InlineData("3, 11, 8", "LeakyRelu(0.1f)", "3×11×8")]
    [InlineData("3, 11, 8", "Elu(0.5f)", "3×11×8")]
    [InlineData("3, 11, 8", "Selu", "3×11×8")]
    [InlineData("3, 11, 8", "Gelu(Approximate = true)", "3×11×8")]
    [InlineData("3, 11", "HardSigmoid", "3×11")]
    [InlineData("3, 11", "HardSwish", "3×11")]
    [InlineData("3, 11, 8", "Mish", "3×11×8")]
    [InlineData("3, 11", "PRelu", "3×11")]
    [InlineData("7", "PRelu(Shared = true)", "7")]
    [InlineData("3, 11, 8", "Relu6", "3×11×8")]
    [InlineData("7", "ScaledTanh", "7")]
    [InlineData("3, 11, 8", "Softplus", "3×11×8")]
    [InlineData("3, 11, 8", "Swish", "3×11×8")]
    [InlineData("3, 11, 8", "LocalResponseNorm(5)", "3×11×8")]
    [InlineData("3, 11, 8", "LogSoftmax", "3×11×8")]
    [InlineData("7", "RadialBasis(10)", "10")]
    [InlineData("3, 11", "Scale", "3×11")]
    [InlineData("3, 11, 8", "Scale(0.1f)", "3×11×8")]
    [InlineData("3, 11, 8", "Tanh", "3×11×8")]
    [InlineData("3, 11, 8", "Sigmoid", "3×11×8")]
    [InlineData("3, 11, 8", "Dropout(0.5f)", "3×11×8")]
    [InlineData("3, 11, 8", "Normalize(0.5f, 2)", "3×11×8")]
    [InlineData("3, 11, 8", "Normalize([1f, 2f, 3f], [1f])", "3×11×8")]
    // Joins.
    [InlineData("3, 11, 8", "Add(\"input\", \"input\")", "3×11×8")]
    [InlineData("3, 11, 8", "BatchNorm", "3×11×8")]
    [InlineData("3, 11", "Concat(\"input\", \"input\", Axis = 1)", "3×22")]
    [InlineData("3, 11, 8", "Multiply(\"input\", \"input\")", "3×11×8")]
    [InlineData("7", "Softmax", "7")]
    [InlineData("3, 11, 8", "Softmax", "3×11×8")]
    [InlineData("7", "Dense(3, Bias = false)", "3")]
    [InlineData("7", "Embedding(100, 5)", "5×7")]
    [InlineData("3, 11, 8", "Gram", "1×3×3")]
    [InlineData("3, 11", "Gram", "1×3×3")]
    [InlineData("3, 11", "Lstm(5)", "5×11")]
    [InlineData("3, 11", "Lstm(5, ReturnSequence = false)", "5")]
    [InlineData("3, 11, 8", "Input(\"boxes\", 4, 6), RoiPool([5, 2], \"boxes\")", "3×30×2")]
    [InlineData("3, 11, 8", "Input(\"boxes\", 4, 6), Relu, Tanh(From = \"input\"), Add(\"relu1\", \"tanh1\"), Conv(2, 3), RoiAlign(1, \"boxes\", From = \"add1\"), Flatten, Flatten(From = \"conv1\"), Concat(\"flatten1\")", "126")]
    public void Shapes(string input, string layers, string expected) =>
        Assert.Equal(expected, Assert.Single(Declarations.Build($"Network({input})", layers).Outputs).Value.Shape.ToString());

    [Fact]
    public void EveryLayerIsInTheTableOfShapes()
    {
        IEnumerable<string> layers = typeof(GraphBuilderTests).GetMethod(nameof(Shapes))!.GetCustomAttributes<InlineDataAttribute>()
            .Select(row => (string)row.GetData(null!).Single()[1]);
        Assert.Empty(Layers.LayerRegistry.Kinds.Except(layers.SelectMany(layers => layers.Split(", ")).Select(layer => layer.Split('(')[0])));
    }

    [Theory]
    [InlineData("3, 3", "[0, 0, 0, 0]", "Conv(2, 1, Same = true)")]
    [InlineData("5, 5", "[1, 1, 1, 1]", "Conv(2, 3, Same = true)")]
    [InlineData("5, 5", "[0, 1, 1, 2]", "Conv(2, [2, 4], Same = true)")]
    [InlineData("6, 5", "[0, 1, 1, 1]", "Conv(2, 3, Same = true, Stride = 2)")]
    [InlineData("7, 8", "[0, 0, 1, 0]", "Conv(2, 2, Same = true, Stride = 3)")]
    public void AnOddZeroOfSamePaddingGoesToTheEnd(string size, string expected, string layer)
    {
        var operation = (Layers.Conv.ConvOperation)Assert.Single(Declarations.Build($"Network(1, {size})", layer).Nodes).Operation;
        Border padding = operation.Window.Padding;
        Assert.Equal(expected, $"[{padding.Top}, {padding.Left}, {padding.Bottom}, {padding.Right}]");
    }

    /// <summary>PyTorch's formula: rounded up, and one less where the last window would start behind the input.</summary>
    [Fact]
    public void RoundingUpIsPaddingAtTheEnd()
    {
        foreach (int size in Enumerable.Range(1, 12))
        {
            foreach ((int kernel, int stride, int dilation) in from kernel in Enumerable.Range(1, 4) from stride in Enumerable.Range(1, 5) from dilation in Enumerable.Range(1, 2) select (kernel, stride, dilation))
            {
                int extent = ((kernel - 1) * dilation) + 1;
                foreach ((int before, int after) in from before in Enumerable.Range(0, extent) from after in Enumerable.Range(0, extent) select (before, after))
                {
                    int steps = (int)Math.Ceiling((size + before + after - extent) / (double)stride);
                    if (steps >= 0 && steps * stride >= size + before)
                        steps--;
                    var input = new Shape(1, size, size);
                    Window window = new Window(1, kernel, 1, stride, new Border(0, before, 0, after), 1, dilation).WithCeiling(input);
                    Assert.Equal(steps >= 0, window.Fits(input));
                    if (steps >= 0)
                        Assert.Equal((size, steps + 1), window.OutputSize(input));
                    Assert.True(window.Padding.Left == before && window.Padding.Right >= after && window.Padding.Top + window.Padding.Bottom == 0);
                }
            }
        }
    }

    /// <summary>The formula against counting the places where a window fits.</summary>
    [Fact]
    public void OutputSizesAreTheNumberOfPlaces()
    {
        for (int size = 1; size <= 9; size++)
        {
            for (int kernel = 1; kernel <= 5; kernel++)
            {
                for (int stride = 1; stride <= 4; stride++)
                {
                    for (int before = 0; before <= 2; before++)
                    {
                        for (int after = 0; after <= 2; after++)
                            AssertPlaces(size, kernel, stride, before, after);
                    }
                }
            }
        }

        static void AssertPlaces(int size, int kernel, int stride, int before, int after)
        {
            int places = 0;
            for (int start = -before; start + kernel <= size + after; start += stride)
                places++;
            var window = new Window(kernel, 1, stride, 1, new Border(before, 0, after, 0));
            var input = new Shape(1, size, 1);
            Assert.Equal(places > 0, window.Fits(input));
            if (places > 0)
                Assert.Equal((places, 1), window.OutputSize(input));

            Window same = window.WithSamePadding(input);
            Assert.Equal((size + stride - 1) / stride, same.OutputSize(input).Height);
            Assert.InRange(same.Padding.Bottom - same.Padding.Top, 0, 1);
            Assert.InRange(same.Padding.Top + same.Padding.Bottom, 0, kernel - 1);
        }
    }

    [Theory]
    [InlineData(78_500, "784", "Dense(100)")]
    [InlineData(78_400, "784", "Dense(100, Bias = false)")]
    [InlineData(76, "3, 28, 28", "Conv(1, 5)")]
    [InlineData(380, "3, 28, 28", "Conv(5, 5)")]
    [InlineData(375, "3, 28, 28", "Conv(5, 5, Bias = false)")]
    [InlineData(64, "32, 5, 7", "Scale")]
    [InlineData(32, "32, 5, 7", "Scale(Bias = false)")]
    [InlineData(0, "32, 5, 7", "InstanceNorm, Scale(2f), LocalResponseNorm(5), L2Normalize")]
    [InlineData(2_240, "32, 5, 7", "LayerNorm")]
    [InlineData(840, "84", "RadialBasis(10)")]
    [InlineData(14_976, "1, 28, 28", "LocallyConnected(1, 5)")]
    [InlineData(218_880, "3, 28, 28", "LocallyConnected(5, 5)")]
    [InlineData(115_618_048, "1024, 7, 7", "LocallyConnected(256, 3, Padding = 1)")]
    [InlineData(115_605_760, "1024, 7, 7", "LocallyConnected(256, 3, Padding = 1, SharedBias = true)")]
    [InlineData(1_068, "1, 16, 16", "LocallyConnected(12, 5, Stride = 2, Pads = [2, 2, 1, 1], SharedWeights = true)")]
    [InlineData(213, "4, 9", "LocallyConnected(3, 4, Stride = 2, Pads = [1, 1], Bias = false), LocallyConnected(1, 2)")]
    [InlineData(1_806_336, "21, 16, 16", "ConvTranspose(21, 64, Stride = 32, Bias = false)")]
    [InlineData(1_160, "16, 5, 5", "ConvTranspose(8, 3, Groups = 1)")]
    [InlineData(296, "16, 5, 5", "ConvTranspose(8, 3, Groups = 4)")]
    [InlineData(2_097_664, "1024, 28, 28", "ConvTranspose(512, 2, Stride = 2)")]
    // Krizhevsky et al. 2012, the second layer; Howard et al. 2017, a depthwise and a pointwise one; LeCun et al. 1998, C3.
    [InlineData(256 * ((48 * 25) + 1), "96, 27, 27", "Conv(256, 5, Padding = 2, Groups = 2)")]
    [InlineData((32 * 9) + (32 * 64), "32, 112, 112", "DepthwiseConv(3, Padding = 1, Bias = false), Conv(64, 1, Bias = false)")]
    [InlineData(1516, "6, 14, 14", "Conv(16, 5, Connections = [\"0,1,2\", \"1,2,3\", \"2,3,4\", \"3,4,5\", \"0,4,5\", \"0,1,5\", \"0,1,2,3\", \"1,2,3,4\", \"2,3,4,5\", \"0,3,4,5\", \"0,1,4,5\", \"0,1,2,5\", \"0,1,3,4\", \"1,2,4,5\", \"0,2,3,5\", \"0,1,2,3,4,5\"])")]
    [InlineData(61_706, "1, 28, 28", "Pad(2), Conv(6, 5), Tanh, AvgPool(2), Conv(16, 5), Tanh, AvgPool(2), Conv(120, 5), Tanh, Flatten, Dense(84), Tanh, Dense(10), Softmax")]
    [InlineData(34_826, "1, 28, 28", "Conv(32, 3), Relu, MaxPool(2), Conv(64, 3), Relu, MaxPool(2), Flatten, Dropout(0.5f), Dense(10), Softmax")]
    public void ParameterCounts(long expected, string input, string layers) =>
        Assert.Equal(expected, Declarations.Build($"Network({input})", layers).Parameters.Sum(parameter => parameter.Length));

    [Fact]
    public void ParametersAreShapedAsInPyTorchAndStartACacheLine()
    {
        NetworkGraph graph = Declarations.Build("Network(3, 9, 9)", "Conv(5, [3, 2], Name = \"stem\"), Relu, Flatten, Dense(7)");
        Assert.Equal(
            ["stem.weight [5, 3, 3, 2] 18→30 HeNormal @0", "stem.bias [5] 18→30 Zeros @96", "fc1.weight [7, 280] 280→7 GlorotUniform @112", "fc1.bias [7] 280→7 Zeros @2080"],
            graph.Parameters.Select(parameter =>
                $"{parameter.Name} [{string.Join(", ", parameter.Dimensions)}] {parameter.FanIn}→{parameter.FanOut} {parameter.Initializer} @{parameter.Offset}"));
    }

    [Fact]
    public void RectifiersWithWeightsHaveOnePerChannelOrOneForAll()
    {
        NetworkGraph graph = Declarations.Build("Network(3, 9, 9)", "PRelu, Conv(5, 3, Bias = false), PRelu(Shared = true), Flatten, PRelu");
        Assert.Equal(
            ["prelu1.weight [3] Quarter", "conv1.weight [5, 3, 3, 3] HeNormal", "prelu2.weight [1] Quarter", "prelu3.weight [245] Quarter"],
            graph.Parameters.Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Dimensions)}] {parameter.Initializer}"));
    }

    [Fact]
    public void NormalisationsStartAsIdentitiesAndDistancesFromCodeWords()
    {
        NetworkGraph graph = Declarations.Build("Network(2, 3)", "Scale, InstanceNorm(Affine = true), LayerNorm, Flatten, RadialBasis(4), Relu");
        Assert.Equal(
            ["scale1.weight [2] Ones", "scale1.bias [2] Zeros", "in1.weight [2] Ones", "in1.bias [2] Zeros", "ln1.weight [2, 3] Ones", "ln1.bias [2, 3] Zeros", "radialbasis1.weight [4, 6] Signs"],
            graph.Parameters.Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Dimensions)}] {parameter.Initializer}"));
    }

    [Fact]
    public void TransposedAndLocalWeightsHaveTheirDocumentedOrder()
    {
        NetworkGraph graph = Declarations.Build("Network(3, 4, 5)", "ConvTranspose(6, [2, 3], Stride = 2), LocallyConnected(7, 3, Stride = 2), LocallyConnected(2, 2, SharedWeights = true)");
        Assert.Equal(
            [
                "deconv1.weight [3, 6, 2, 3]", "deconv1.bias [6]", "local1.weight [7, 3, 5, 6, 3, 3]", "local1.bias [7, 3, 5]",
                "local2.weight [2, 7, 2, 2]", "local2.bias [2, 2, 4]",
            ],
            graph.Parameters.Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Dimensions)}]"));
    }

    [Fact]
    public void UnnamedLayersAreNumberedPerKindAroundTheNamedOnes()
    {
        NetworkGraph graph = Declarations.Build("Network(1, 20, 20)", "Conv(2, 3), Relu, Conv(2, 3, Name = \"conv2\"), Conv(2, 3), Relu, Conv(2, 3, Name = \"conv4\"), Conv(2, 3), MaxPool(2), Flatten, Dense(2), Dense(2)");
        Assert.Equal(
            ["conv1", "relu1", "conv2", "conv3", "relu2", "conv4", "conv5", "maxpool1", "flatten1", "fc1", "fc2"],
            graph.Nodes.Select(node => node.Name));
    }

    [Fact]
    public void FromReadsANamedLayerTheInputOrThePreviousOne()
    {
        NetworkGraph graph = Declarations.Build("Network(4)", "Dense(3, Name = \"a\"), Relu(From = \"a\"), Tanh(From = \"previous\")");
        Assert.Equal(["input", "a", "relu1"], graph.Nodes.Select(node => Assert.Single(node.Inputs).Name));
        Assert.Equal("tanh1", Assert.Single(graph.Outputs).Name);
    }

    [Fact]
    public void AWarningStillGivesAGraph()
    {
        NetworkGraph? graph = GraphBuilder.Build(Declarations.Parse("Network(1, 1000, 1000)", "Flatten, Dense(1000)"), out IReadOnlyList<Problem> problems);
        Assert.Equal(Problems.AbsurdSize, Assert.Single(problems).Id);
        Assert.NotNull(graph);
    }

    [Theory]
    [InlineData("16, 4000, 4000", true)]
    [InlineData("16, 4096, 4096", false)]
    [InlineData("1, 4000, 4000", true)]
    [InlineData("1, 4096, 4096", false)]
    public void ImagesAreLimitedWithTheirChannelsRoundedUp(string input, bool fits) =>
        Assert.Equal(fits, Declarations.Problems($"Network({input})", "Relu").Count == 0);
}
