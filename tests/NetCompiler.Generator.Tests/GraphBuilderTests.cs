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
    // Pools step by their own size unless told.
    [InlineData("3, 11, 8", "MaxPool(2)", "3×5×4")]
    [InlineData("3, 11, 8", "MaxPool(3, Stride = 2)", "3×5×3")]
    [InlineData("3, 11, 8", "AvgPool([3, 2])", "3×3×4")]
    [InlineData("3, 11, 8", "AvgPool([3, 2], Strides = [1, 2])", "3×9×4")]
    [InlineData("3, 11, 8", "AvgPool([11, 8])", "3×1×1")]
    // The rest.
    [InlineData("3, 11, 8", "Pad(2)", "3×15×12")]
    [InlineData("3, 11, 8", "Pad([1, 2, 3, 4])", "3×15×14")]
    [InlineData("3, 11, 8", "Pad(0)", "3×11×8")]
    [InlineData("3, 11, 8", "Flatten", "264")]
    [InlineData("7", "Flatten", "7")]
    [InlineData("3, 11, 8", "Relu", "3×11×8")]
    [InlineData("3, 11, 8", "LeakyRelu(0.1f)", "3×11×8")]
    [InlineData("3, 11, 8", "Tanh", "3×11×8")]
    [InlineData("3, 11, 8", "Sigmoid", "3×11×8")]
    [InlineData("3, 11, 8", "Dropout(0.5f)", "3×11×8")]
    [InlineData("3, 11, 8", "Normalize(0.5f, 2)", "3×11×8")]
    [InlineData("3, 11, 8", "Normalize([1f, 2f, 3f], [1f])", "3×11×8")]
    [InlineData("7", "Softmax", "7")]
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
