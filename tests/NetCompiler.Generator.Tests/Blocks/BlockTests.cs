using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Frontend.Blocks;
using NetCompiler.Generator.Graph;
using static NetCompiler.Generator.Tests.Blocks.BlockProject;

namespace NetCompiler.Generator.Tests.Blocks;

public sealed class BlockTests
{
    [Fact]
    public void AUseHoldsTheBlocksLayersWithItsValues()
    {
        NetworkDeclaration declaration = Parse($"{Basic}[Network(3, 8, 8), Relu, Basic(16, Repeat = 2), Basic(32, stride: 2, Name = \"stage\", From = \"relu1\")] partial class Net;");
        Assert.Empty(declaration.Problems);
        Assert.Equal(
            "Relu(), "
            + "Basic(filters=16 stride=1 Repeat=2) { Conv(filters=16 kernel=3 Stride=1 Padding=1 Bias=False), Relu(), Conv(filters=16 kernel=3 Padding=1 Bias=False), Probes.Join(from=['input'] Projection=True), Relu() }, "
            + "Basic(filters=32 stride=2 Name=stage From=relu1) { Conv(filters=32 kernel=3 Stride=2 Padding=1 Bias=False), Relu(), Conv(filters=32 kernel=3 Padding=1 Bias=False), Probes.Join(from=['input'] Projection=True), Relu() }",
            Print(declaration.Layers));
    }

    /// <summary>A use, a block, and the layers they make.</summary>
    [Theory]
    [InlineData("B(8)", "[Conv(Filters, 3)] class BAttribute(int filters) : BlockAttribute(filters);", "Conv(filters=8 kernel=3)")]
    [InlineData("B(8)", "[Conv(Filters, 3)] class BAttribute(int FILTERS) : BlockAttribute(FILTERS);", "Conv(filters=8 kernel=3)")]
    [InlineData("B", "[Conv(Filters, Kernel)] class BAttribute(int filters = 5, int kernel = 7) : BlockAttribute(filters, kernel);", "Conv(filters=5 kernel=7)")]
    [InlineData("B(kernel: 1, filters: 2)", "[Conv(kernel: Kernel, filters: Filters)] class BAttribute(int filters = 5, int kernel = 7) : BlockAttribute(filters, kernel);", "Conv(filters=2 kernel=1)")]
    [InlineData("B([1, 7])", "[Conv(3, Kernel)] class BAttribute(int[] kernel) : BlockAttribute(kernel);", "Conv(filters=3 kernel=[1 7])")]
    [InlineData("B(4)", "[Conv(3, [1, Kernel], Pads = [0, Kernel / 2, 0, Kernel / 2])] class BAttribute(int kernel) : BlockAttribute(kernel);", "Conv(filters=3 kernel=[1 4] Pads=[0 2 0 2])")]
    [InlineData("B(4)", "[Conv(3, new[] { Kernel, Kernel + 1 }, Strides = new int[] { 1, 2 })] class BAttribute(int kernel) : BlockAttribute(kernel);", "Conv(filters=3 kernel=[4 5] Strides=[1 2])")]
    [InlineData("B(1, 2, 3)", "static class P { [BlockParameter] public const int Left = 1, Right = 1; public const int Sum = Left + Right * Filters; } [Dense(P.Sum)] class BAttribute(int left, int right, int filters) : BlockAttribute(left, right, filters);", "Dense(units=7)")]
    [InlineData("B(3)", "static class P { public const long Double = Units * 2L; public const int Twice = (int)Double, Own = 100; } [Dense(P.Twice + P.Own)] class BAttribute(int units) : BlockAttribute(units);", "Dense(units=106)")]
    [InlineData("B(3)", "static class P { public const float Share = Units; public const double Half = Units / 2; } [Dropout(P.Share / 4), Probes.Probe(P.Half / 4)] class BAttribute(int units) : BlockAttribute(units);", "Dropout(rate=0.75), Probes.Probe(value=0.25)")]
    [InlineData("B(0.25f)", "[Dropout(Rate), LeakyRelu(1 - Rate)] class BAttribute(float rate) : BlockAttribute(rate);", "Dropout(rate=0.25), LeakyRelu(slope=0.75)")]
    [InlineData("B(1)", "[Dropout(Rate)] class BAttribute(int rate) : BlockAttribute(rate);", "Dropout(rate=1)")]
    [InlineData("B(true)", "static class P { [BlockParameter] public const bool Wide = false; } [Dense(P.Wide ? 8 : 4, Bias = !P.Wide)] class BAttribute(bool wide) : BlockAttribute(wide);", "Dense(units=8 Bias=False)")]
    [InlineData("B(Probes.Mode.All)", "static class P { [BlockParameter] public const Probes.Mode Mode = Probes.Mode.None; } [Probes.Probe(P.Mode == Probes.Mode.All, Mode = P.Mode)] class BAttribute(Probes.Mode mode) : BlockAttribute(mode);", "Probes.Probe(value=True Mode=6)")]
    [InlineData("B(\"x y%20\")", "static class P { [BlockParameter] public const string Tag = \"\"; } [Probes.Join(\"input\", P.Tag + \"_a\", $\"{P.Tag}_b\")] class BAttribute(string tag) : BlockAttribute(tag);", "Probes.Join(from=['input' 'x y%20_a' 'x y%20_b'])")]
    [InlineData("B(2)", "[Probes.Probe(Units, Type = typeof(System.Collections.Generic.List<int>), Sizes = null)] class BAttribute(int units) : BlockAttribute(units);", "Probes.Probe(value=2 Type='System.Collections.Generic.List<int>' Sizes=null)")]
    [InlineData("B(2, 3)", "[Dense(Units, Name = \"a\"), Relu(From = \"a\")] class BAttribute(int units, int other) : BlockAttribute(units, other);", "Dense(units=2 Name=a), Relu(From=a)")]
    [InlineData("B(2), B(2, 3)", "[Dense(Units)] class BAttribute : BlockAttribute { public BAttribute(int units) { } public BAttribute(int other, int units) { } }", "Dense(units=2)|Dense(units=3)")]
    [InlineData("B(2)", "abstract class Base(int units) : BlockAttribute(units); [Dense(Units)] sealed class BAttribute(int units) : Base(units);", "Dense(units=2)")]
    [InlineData("B(2)", "[Dense(Units)] class B(int units) : BlockAttribute(units);", "Dense(units=2)")]
    [InlineData("B(2)", "[Dense(Units)] partial class BAttribute(int units) : BlockAttribute(units); partial class BAttribute { public int More { get; set; } }", "Dense(units=2)")]
    [InlineData("B(1073741824)", "[Dense(unchecked(Units * 4 + 1))] class BAttribute(int units) : BlockAttribute(units);", "Dense(units=1)")]
    [InlineData("B(0)", "[Dense(Units == 0 ? 1 : 64 / Units)] class BAttribute(int units) : BlockAttribute(units);", "Dense(units=1)")]
    [InlineData("B", "[Conv(8, 3), Relu] class BAttribute : BlockAttribute;", "Conv(filters=8 kernel=3), Relu()")]
    public void PlaceholdersTakeTheValuesOfAUse(string uses, string block, string expected)
    {
        NetworkDeclaration declaration = Parse($"{block} [Network(3, 8, 8), {uses}] partial class Net;");
        Assert.Empty(declaration.Problems);
        Assert.All(declaration.Layers, layer => Assert.True(layer is { IsBlock: true, Kind: "B" }));
        Assert.Equal(expected, string.Join("|", declaration.Layers.Select(layer => Print(layer.Body))));
    }

    [Fact]
    public void BlocksNest()
    {
        NetworkDeclaration declaration = Parse(
            """
            [Dense(Units), Relu] class InnerAttribute(int units = 3) : BlockAttribute(units);
            [Inner(2 * Units, Repeat = Depth, Name = "a"), Inner, Inner(units: Units, From = "a")] class MiddleAttribute(int units, int depth) : BlockAttribute(units, depth);
            [Middle(Channels + 1, Channels), Softmax] class OuterAttribute(int channels) : BlockAttribute(channels);
            [Network(4), Outer(4)] partial class Net;
            """);
        Assert.Empty(declaration.Problems);
        Assert.Equal(
            "Outer(channels=4) { Middle(units=5 depth=4) { Inner(units=10 Name=a Repeat=4) { Dense(units=10), Relu() }, Inner(units=3) { Dense(units=3), Relu() }, Inner(units=5 From=a) { Dense(units=5), Relu() } }, Softmax() }",
            Print(declaration.Layers));
    }

    /// <summary>What fails for a use's values: where, and what is said.</summary>
    [Theory]
    [InlineData("[Dense(64 / Units)]", "0", "units", "divides by zero", " where Units = 0")]
    [InlineData("[Dense(64 % Units)]", "0", "units", "divides by zero", " where Units = 0")]
    [InlineData("[Dense(Units * Units)]", "100000", "units", "overflows", " where Units = 100000")]
    [InlineData("[Dense(-Units)]", "-2147483648", "units", "overflows", " where Units = -2147483648")]
    [InlineData("[Dense((int)(Units * 1e7))]", "500", "units", "overflows", " where Units = 500")]
    [InlineData("[Dense(1, Bias = 8 / Units > 2)]", "0", "Bias", "divides by zero", " where Units = 0")]
    public void AnExpressionThatFailsIsAProblemOfTheUse(string layer, string value, string argument, string what, string where)
    {
        NetworkDeclaration declaration = Parse($"[Relu] {layer} class BAttribute(int units) : BlockAttribute(units); [Network(4), Relu, B({value})] partial class Net;");
        Problem problem = Assert.Single(declaration.Problems);
        Assert.Equal(new Problem(Problems.ExpressionFails, 1, new(["Dense", argument, what, where]), argument) { Inside = new([1]) }, problem);
    }

    [Theory]
    [InlineData("[Dense(Units + 1)] class BAttribute(int[] units) : BlockAttribute(units);", "[1]", "applies the operator Add to a list and an int, which blocks do not support")]
    [InlineData("[Conv(1, [Kernel, 1])] class BAttribute(int[] kernel) : BlockAttribute(kernel);", "[1]", "a list contains a list")]
    [InlineData("[Dense(Units)] class BAttribute(float units) : BlockAttribute(units);", "1f", "uses 'Units' as an int, but the parameter is a float")]
    [InlineData("[Dropout(Rate)] class BAttribute(double rate) : BlockAttribute(rate);", "0.5", "uses 'Rate' as a float, but the parameter is a double")]
    [InlineData("[Dense(Units)] class BAttribute(string units) : BlockAttribute(units);", "\"1\"", "uses 'Units' as an int, but the parameter is a string")]
    public void AParameterOfAnotherTypeIsAProblemOfTheUse(string block, string value, string what)
    {
        Problem problem = Assert.Single(Parse($"{block} [Network(4), B({value})] partial class Net;").Problems);
        Assert.Equal((Problems.ExpressionFails, what), (problem.Id, problem.Arguments[2]));
    }

    [Theory]
    [InlineData("Inner(Units - 5, Repeat = Units)", 0, "Repeat", Problems.OutOfRange)]
    [InlineData("Inner(1 / Units)", 0, "units", Problems.ExpressionFails)]
    public void AProblemInANestedBlockNamesTheWayToIt(string inner, int value, string argument, string id)
    {
        NetworkDeclaration declaration = Parse(
            $"""
            [Relu, Dense(Units)] class InnerAttribute(int units) : BlockAttribute(units);
            [Relu, {inner}] class MiddleAttribute(int units) : BlockAttribute(units);
            [Middle(Units)] class OuterAttribute(int units) : BlockAttribute(units);
            [Network(4), Relu, Relu, Outer({value})] partial class Net;
            """);
        Problem problem = Assert.Single(declaration.Problems);
        Assert.Equal((id, 2, argument), (problem.Id, problem.Layer, problem.Argument));
        Assert.Equal([0, 1], problem.Inside);
    }

    [Theory]
    [InlineData("[B] class BAttribute : BlockAttribute; [Network(4), B] partial class Net;")]
    [InlineData("[Relu, C] class BAttribute : BlockAttribute; [B] class CAttribute : BlockAttribute; [Network(4), B] partial class Net;")]
    [InlineData("[Relu, C] class BAttribute : BlockAttribute; [D] class CAttribute : BlockAttribute; [Relu, B, C] class DAttribute : BlockAttribute; [Network(4), D] partial class Net;")]
    [InlineData("[Dense(Units + Groups)] class BAttribute(int units) : BlockAttribute(units); [Network(4), B(3)] partial class Net;")]
    [InlineData("[Dense((byte)Units)] class BAttribute(int units) : BlockAttribute(units); [Network(4), B(3)] partial class Net;")]
    [InlineData("class BAttribute(int units) : BlockAttribute(units); [Network(4), B(3)] partial class Net;")]
    [InlineData("class BAttribute(int units) : BlockAttribute(units); [B(1)] class CAttribute : BlockAttribute; [Network(4), C] partial class Net;")]
    public void ABrokenBlockBreaksItsNetworks(string source)
    {
        NetworkDeclaration declaration = Parse(source);
        Assert.Equal(Problems.UnsoundBlock, Assert.Single(declaration.Problems).Id);
        Assert.Empty(declaration.Layers[0].Body);
    }

    [Theory]
    [InlineData("[Dense(A.X)] class BAttribute : BlockAttribute; static class A { public const int X = Y; public const int Y = X; }")]
    [InlineData("[Dense(missing)] class BAttribute : BlockAttribute;")]
    [InlineData("[Dense(Units, Nothing = 1)] class BAttribute(int units) : BlockAttribute(units);")]
    [InlineData("[Unknown, Dense(3)] class BAttribute : BlockAttribute;")]
    [InlineData("[Dense(64 / 0)] class BAttribute : BlockAttribute;")]
    [InlineData("[Dense(Units)] class BAttribute(int units) : BlockAttribute(units), BlockAttribute;")]
    public void WhatCSharpRejectsThrowsNothing(string block)
    {
        CSharpCompilation compilation = Harness.TestProject.Default.Compile($"{Usings}{block} [Network(4), B] partial class Net;");
        Assert.Contains(compilation.GetDiagnostics(), diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);
        Assert.NotNull(Parse(compilation));
    }

    [Fact]
    public void BlocksThatDoubleEachOtherStayCountable()
    {
        string blocks = string.Concat(Enumerable.Range(1, 40).Select(i => $"[B{i - 1}, B{i - 1}] class B{i}Attribute : BlockAttribute;\n"));
        NetworkDeclaration declaration = Parse($"[Relu] class B0Attribute : BlockAttribute;\n{blocks}[Network(4), B12, B40] partial class Net;");
        Assert.Equal(4096, Leaves(declaration.Layers[0]));
        Problem problem = Assert.Single(declaration.Problems);
        Assert.Equal(1, problem.Layer);
    }

    [Theory]
    [InlineData(100_000, 0)]
    [InlineData(100_001, 1)]
    [InlineData(int.MaxValue, 1)]
    public void RepeatsHaveAnEnd(int repeat, int problems)
    {
        NetworkDeclaration declaration = Parse($"[Relu] class BAttribute : BlockAttribute; [B(Repeat = {repeat})] class CAttribute : BlockAttribute; [Network(4), C] partial class Net;");
        Assert.Equal(problems, declaration.Problems.Count(problem => problem.Id == Problems.SizeOverflow));
    }

    [Fact]
    public void ADeepExpressionIsRefusedAndDoesNotExhaustTheStack()
    {
        string sum = string.Join(" + ", Enumerable.Repeat("Units", 3000));
        Assert.Equal(Problems.UnsoundBlock, Assert.Single(Parse($"[Dense({sum})] class BAttribute(int units) : BlockAttribute(units); [Network(4), B(1)] partial class Net;").Problems).Id);
    }

    [Fact]
    public void ADefinitionIsReadOncePerCompilation()
    {
        CSharpCompilation compilation = Compile($"{Basic}[Network(3, 8, 8), Basic(16), Basic(16)] partial class Net;");
        INamedTypeSymbol block = compilation.GetTypeByMetadataName("BasicAttribute")!;
        BlockDefinition first = BlockLibrary.Of(compilation).DefinitionOf(block, CancellationToken.None);
        Assert.Same(first, BlockLibrary.Of(compilation).DefinitionOf(block, CancellationToken.None));
        CSharpCompilation clone = compilation.Clone();
        BlockDefinition other = BlockLibrary.Of(clone).DefinitionOf(clone.GetTypeByMetadataName("BasicAttribute")!, CancellationToken.None);
        Assert.NotSame(first, other);
        Assert.Equal(first, other);
    }

    private static long Leaves(LayerDeclaration layer) => layer.IsBlock ? layer.Body.Sum(Leaves) : 1;
}
