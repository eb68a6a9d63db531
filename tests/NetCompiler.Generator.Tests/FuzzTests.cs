using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

/// <summary>Source in an editor is broken most of the time: neither generator nor analyzer may ever throw.</summary>
public sealed class FuzzTests
{
    private const string Valid = """
        using NetCompiler.Layers;
        namespace Samples
        {
            public partial class Outer<T> where T : class
            {
                /// <summary>A net.</summary>
                [Network(3, 32, 32, Training = false)]
                [Normalize([0.1f, 0.2f, 0.3f], [1f, 2f, 3f]), Pad([1, 2, 3, 4])]
                [Conv(8, [3, 5], Strides = [1, 2], Name = "c1", Bias = false), Tanh, MaxPool(kernel: 2, Stride = 2)]
                [Conv(filters: 8, kernel: 3, Same = true, From = "previous"), Relu, AvgPool(2), Dropout(0.5f)]
                [Flatten, Dense(10), Softmax]
                public sealed partial class Net : System.IComparable
                {
                    public int CompareTo(object? other) => 0;
                }
            }
        }
        """;

    private static readonly string[] s_fragments =
        ["[", "]", "(", ")", ",", "null", "-1", "2147483647", "\"x\"", "typeof(int)", "unknown", "1.5f", "float.NaN", "default", "=", "Name", "partial", "class", "struct", "<T>", "abstract", "new[] { 1 }", "Conv", "Network(1)", "From = \"c1\"", "[]", "..", "@class"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task BrokenSourceNeverThrows(int seed)
    {
        var random = new Random(seed);
        string[] tokens = [.. CSharpSyntaxTree.ParseText(Valid).GetRoot().DescendantTokens().Select(token => token.ToFullString())];
        for (int edits = random.Next(1, 6); edits > 0; edits--)
        {
            int at = random.Next(tokens.Length);
            string fragment = $" {s_fragments[random.Next(s_fragments.Length)]} ";
            tokens = random.Next(4) switch
            {
                0 => [.. tokens[..at], .. tokens[(at + 1)..]],
                1 => [.. tokens[..at], fragment, .. tokens[at..]],
                2 => [.. tokens[..at], fragment, .. tokens[(at + 1)..]],
                _ => [.. tokens[..at], tokens[random.Next(tokens.Length)], .. tokens[at..]],
            };
        }

        CSharpCompilation compilation = TestProject.Default.Compile(string.Concat(tokens));
        ImmutableArray<Diagnostic> diagnostics = await GeneratorHarness.AnalyzeAsync(compilation, TestProject.Default);
        Assert.All(diagnostics, diagnostic => Assert.StartsWith("NC", diagnostic.Id, StringComparison.Ordinal));
    }

    /// <summary>Arguments at the edges of their types, in every place that takes a number.</summary>
    [Theory]
    [InlineData("Conv({0}, {1})")]
    [InlineData("Conv(2, [{0}, {1}])")]
    [InlineData("Conv(2, 3, Stride = {0}, Padding = {1})")]
    [InlineData("Conv(2, 3, Same = true, Strides = [{0}, {1}])")]
    [InlineData("Conv({0}, 3, Pads = [{0}, {1}, {1}, {0}])")]
    [InlineData("MaxPool({0}, Stride = {1})")]
    [InlineData("AvgPool([{0}, {1}], Strides = [1, {1}])")]
    [InlineData("MaxPool({0}, Stride = {1}, Padding = {1}, CeilMode = true)")]
    [InlineData("MaxPool(2, Dilation = {0}, Stride = {1}, Same = true)")]
    [InlineData("AvgPool([{0}, {1}], Strides = [2, {1}], CeilMode = true)")]
    [InlineData("AdaptiveAvgPool([{0}, {1}])")]
    [InlineData("Pad([{0}, {1}, {0}, {1}])")]
    [InlineData("Flatten, Dense({0}), Dense({1})")]
    [InlineData("Normalize([{0}, {0}, {1}], [{1}])")]
    [InlineData("Pad({0}), Conv({1}, 3), Pad({1}), MaxPool(3)")]
    [InlineData("Pad([{0}, {1}, {1}, {0}], Mode = PaddingMode.Symmetric), Crop([{1}, 0, {0}, {1}])")]
    [InlineData("SpaceToDepth({1}), Slice({0}, {1}, Axis = 1), ChannelShuffle({1})")]
    [InlineData("Reshape({0}, -1, {1}), Reshape({1}, {0})")]
    [InlineData("Upsample([{0}, {1}], Mode = UpsampleMode.Bilinear), Upsample({0})")]
    public void ExtremeNumbersAreCheckedWithoutOverflow(string layers)
    {
        int[] extremes = [int.MinValue, -1, 0, 1, 3, 46_341, 65_536, int.MaxValue / 2, int.MaxValue - 1, int.MaxValue];
        string[] inputs = ["1, 28, 28", "2147483647, 1, 1", "1, 65536, 65536", "2147483647, 2147483647, 2147483647", "3, 46341, 1"];
        string[] networks =
        [
            .. from input in inputs
               from first in extremes
               from second in extremes
               select $"[Network({input}), {string.Format(CultureInfo.InvariantCulture, layers, first, second)}] partial class Net",
        ];
        CSharpCompilation compilation = TestProject.Default.Compile(
            $"using NetCompiler.Layers;\n{string.Concat(networks.Select((network, index) => $"{network}{index};\n"))}");

        int valid = 0;
        for (int i = 0; i < networks.Length; i++)
        {
            NetworkDeclaration declaration = NetworkParser.Parse(compilation.GetTypeByMetadataName($"Net{i}")!, compilation, CancellationToken.None);
            NetworkGraph? graph = GraphBuilder.Build(declaration, out IReadOnlyList<Problem> problems);
            Assert.Equal(graph is null, problems.Any(problem => !Problems.IsWarning(problem.Id)));
            if (graph is null)
                continue;

            valid++;
            Assert.All(graph.Nodes, node =>
            {
                Shape shape = node.Output.Shape;
                Assert.All(shape.Dimensions, size => Assert.True(size >= 1, $"{networks[i]}: {shape}"));
                Assert.True((Int128)shape.Channels * shape.Height * shape.Width <= int.MaxValue / 8, $"{networks[i]}: {shape}");
            });
            Int128 next = 0;
            Assert.All(graph.Parameters, parameter =>
            {
                Assert.Equal(next, parameter.Offset);
                Assert.True(parameter.FanIn >= 1 && parameter.FanOut >= 1, $"{networks[i]}: {parameter}");
                next += (parameter.Dimensions.Aggregate((Int128)1, (product, size) => product * size) + 15) / 16 * 16;
            });
            Assert.True(next <= int.MaxValue, networks[i]);
        }

        Assert.InRange(valid, 1, networks.Length - 1);
    }

    [Fact]
    public void TheUnbrokenSourceIsValid() => Assert.NotEmpty(GeneratorHarness.Run(Valid).Files);
}
