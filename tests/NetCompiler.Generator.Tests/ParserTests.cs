using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

public sealed class ParserTests
{
    [Fact]
    public void ADeclarationHoldsWhatWasWritten()
    {
        NetworkDeclaration declaration = Declarations.Parse("Network(3, 8, 8, Training = false)", "Conv(4, [3, 5], Stride = 2, Name = \"c\"), Relu(From = \"c\"), Dropout(1)");
        var expected = new NetworkDeclaration(
            "Samples", new([]), "Net", new([3, 8, 8]), Training: false, HasSummary: false,
            new(
            [
                new LayerDeclaration("Conv", "c", null, new(
                [
                    new LayerArgument("filters", 4),
                    new LayerArgument("kernel", new EquatableArray<object?>([3, 5])),
                    new LayerArgument("Stride", 2),
                ])),
                new LayerDeclaration("Relu", null, "c", new([])),
                new LayerDeclaration("Dropout", null, null, new([new LayerArgument("rate", 1f)])),
            ]));
        Assert.Equal(expected, declaration);
        Assert.Equal(expected.GetHashCode(), declaration.GetHashCode());
    }

    [Theory]
    [InlineData("Conv(4, 3)", "Conv(4, 5)")]
    [InlineData("Conv(4, [3, 5])", "Conv(4, [5, 3])")]
    [InlineData("Conv(4, 3), Relu", "Relu, Conv(4, 3)")]
    [InlineData("Conv(4, 3)", "Conv(4, 3, Name = \"a\")")]
    [InlineData("Relu", "Relu(From = \"input\")")]
    [InlineData("Relu", "Tanh")]
    [InlineData("Dropout(0.5f)", "Dropout(0.25f)")]
    public void DifferentDeclarationsAreNotEqual(string one, string other) =>
        Assert.NotEqual(Declarations.Parse("Network(1, 9, 9)", one), Declarations.Parse("Network(1, 9, 9)", other));

    [Theory]
    [InlineData("[Network(4), Dense(2)] partial class Net;", "Net", "", "", "Net")]
    [InlineData("namespace A.B { [Network(4), Dense(2)] partial class Net; }", "A.B.Net", "A.B", "", "A.B.Net")]
    [InlineData("namespace A { namespace @event.B { [Network(4), Dense(2)] partial class @class; } }", "A.event.B.class", "A.@event.B", "", "A.event.B.class")]
    [InlineData("partial class Outer<T> where T : struct { public partial struct Inner<@in, U> { [Network(4), Dense(2)] partial class Net; } }", "Outer`1+Inner`2+Net", "", "partial class Outer<T>|partial struct Inner<@in, U>", "Outer`1.Inner`2.Net")]
    [InlineData("partial interface I<T, U> { partial record R { partial record struct S { readonly ref partial struct Q { static partial class C { [Network(4), Dense(2)] partial class Net; } } } } }", "I`2+R+S+Q+C+Net", "", "partial interface I<T, U>|partial record R|partial record struct S|partial struct Q|partial class C", "I`2.R.S.Q.C.Net")]
    [InlineData("partial class @record { [Network(4), Dense(2)] partial class @partial; }", "record+partial", "", "partial class @record", "record.partial")]
    public void NamesAreThoseOfTheSource(string source, string metadataName, string space, string containers, string fullName)
    {
        NetworkDeclaration declaration = Declarations.ParseSource($"using NetCompiler.Layers; {source}", metadataName);
        Assert.Equal(space, declaration.Namespace);
        Assert.Equal(containers, string.Join("|", declaration.ContainingTypes));
        Assert.Equal(metadataName[(metadataName.LastIndexOfAny(['.', '+']) + 1)..], declaration.Name);
        Assert.Equal(fullName, declaration.FullName);

        // C# agrees that a part written from these names is a part of the same class.
        string part = $"{string.Concat(declaration.ContainingTypes.Select(container => $"{container} {{ "))}partial class {declaration.Identifier} {{ public const int Generated = 1; }}{new string('}', declaration.ContainingTypes.Count)}";
        CSharpCompilation compilation = TestProject.Default.Compile($"using NetCompiler.Layers; {source}", space.Length == 0 ? part : $"namespace {space} {{ {part} }}");
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);
        Assert.NotEmpty(compilation.GetTypeByMetadataName(metadataName)!.GetMembers("Generated"));
    }

    [Theory]
    [InlineData("/// <summary>Text.</summary>\n[Network(4), Dense(2)] partial class Net;", true)]
    [InlineData("/** <summary>Text.</summary> */\n[Network(4), Dense(2)] partial class Net;", true)]
    [InlineData("[Network(4), Dense(2)] partial class Net;\n/// <summary>Text.</summary>\npartial class Net;", true)]
    [InlineData("/// <remarks>Text.</remarks>\n[Network(4), Dense(2)] partial class Net;", false)]
    [InlineData("// <summary>\n[Network(4), Dense(2)] partial class Net;", false)]
    [InlineData("/// <summary>Text.</summary>\nclass Other; [Network(4), Dense(2)] partial class Net;", false)]
    public void ASummaryIsSeenWhetherDocumentationIsParsedOrNot(string source, bool expected)
    {
        foreach (DocumentationMode mode in new[] { DocumentationMode.None, DocumentationMode.Parse, DocumentationMode.Diagnose })
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText($"using NetCompiler.Layers;\n{source}", new(LanguageVersion.CSharp12, mode));
            CSharpCompilation compilation = TestProject.Default.Compile().AddSyntaxTrees(tree);
            Assert.Equal(expected, NetworkParser.Parse(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None).HasSummary);
        }
    }

    [Fact]
    public void TwoNetworkAttributesWriteOnlyOneNetwork()
    {
        CSharpCompilation compilation = TestProject.Default.Compile("using NetCompiler.Layers; [Network(4), Dense(2)] partial class Net; [Network(5), Network(6)] partial class Net;");
        GeneratorRunResult result = GeneratorHarness.ResultOf(GeneratorHarness.Drive(GeneratorHarness.CreateDriver(new NetworkGenerator(), TestProject.Default), compilation));
        Assert.Single(GeneratorHarness.Reasons(result, [TrackingNames.Declarations]));
    }

    [Fact]
    public void NetworksOfOneNameInDifferentPlacesAreWritten() =>
        Assert.NotEmpty(GeneratorHarness.Run(
            """
            using NetCompiler.Layers;
            namespace A { [Network(4), Dense(2)] public partial class Net; public partial class Outer { [Network(4), Dense(2)] public partial class Net; } }
            namespace B { [Network(4), Dense(2)] internal partial class Net; public partial class Outer<T> { [Network(4), Dense(2)] private partial class Net; } }
            """).Files);

    /// <summary>Attributes that say something of the network, and are no layers.</summary>
    private static readonly Type[] s_directives =
        [typeof(NetCompiler.Layers.InputAttribute), typeof(NetCompiler.Layers.OutputAttribute), typeof(NetCompiler.Layers.AuxiliaryOutputAttribute), typeof(NetCompiler.Layers.SlidingWindowAttribute)];

    [Fact]
    public void EveryLayerAttributeIsInTheRegistry() =>
        Assert.Equal(
            Layers.LayerRegistry.Kinds,
            typeof(NetCompiler.Layers.LayerAttribute).Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(NetCompiler.Layers.LayerAttribute)) && !type.IsAbstract && !s_directives.Contains(type))
                .Select(type => type.Name[..^"Attribute".Length]).Order(StringComparer.Ordinal));
}
