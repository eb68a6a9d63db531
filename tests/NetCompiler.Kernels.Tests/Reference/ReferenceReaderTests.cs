using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Layers;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.Kernels.Tests.Zoo;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Kernels.Tests.Reference;

/// <summary>Reference layers read back from declarations.</summary>
public sealed class ReferenceReaderTests
{
    public static TheoryData<string> Kinds => [.. LayerRegistry.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryLayerIsRead(string kind) => Assert.True(ReferenceReader.Reads(kind), $"'{kind}' has no row in {nameof(ReferenceReader)}.");

    [Fact]
    public void TheCatalogIsReadAsItWasWritten()
    {
        string source = string.Concat(NetworkCatalog.All.Select(network => network.ToSource()));
        CSharpCompilation compilation = CompiledBatch.NewCompilation([CSharpSyntaxTree.ParseText($"using NetCompiler.Layers;\nnamespace Catalog;\n{source}")]);
        IReadOnlyDictionary<string, NetworkDeclaration> declarations = DeclaredNetworks.Of(compilation, "Catalog");

        Assert.All(NetworkCatalog.All, network =>
        {
            var read = new GraphReference(DeclaredNetworks.Build(declarations[network.Name]));
            Assert.Equal(network.Layers.Select(Written), read.Layers.Select(Written));
            Assert.Empty(read.Differences());
            Assert.Equal(network.MultiplyAdds, read.MultiplyAdds);
        });
    }

    private static string Written(ReferenceLayer layer) => $"{layer.Kind}({layer.Arguments})";
}
