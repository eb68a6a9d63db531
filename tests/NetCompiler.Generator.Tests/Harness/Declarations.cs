using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Tests.Harness;

/// <summary>Declarations and graphs from attributes as a user writes them.</summary>
internal static class Declarations
{
    /// <summary>A class <c>Net</c> with the given lines of attributes.</summary>
    public static string Source(params string[] attributes) =>
        $"using NetCompiler.Layers;\n\nnamespace Samples;\n\n{string.Concat(attributes.Select(line => $"[{line}]\n"))}public partial class Net;\n";

    public static NetworkDeclaration Parse(params string[] attributes) => ParseSource(Source(attributes), "Samples.Net");

    public static NetworkDeclaration ParseSource(string source, string type)
    {
        CSharpCompilation compilation = TestProject.Default.Compile(source);
        Assert.DoesNotContain(compilation.GetDeclarationDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return NetworkParser.Parse(compilation.GetTypeByMetadataName(type)!, compilation, CancellationToken.None);
    }

    /// <summary>The graph of a network without problems.</summary>
    public static NetworkGraph Build(params string[] attributes)
    {
        NetworkGraph? graph = GraphBuilder.Build(Parse(attributes), out IReadOnlyList<Problem> problems);
        Assert.Empty(problems);
        return graph!;
    }

    public static IReadOnlyList<Problem> Problems(params string[] attributes)
    {
        GraphBuilder.Build(Parse(attributes), out IReadOnlyList<Problem> problems);
        return problems;
    }
}
