using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>What the compiler's front end reads from sources; no kernels are written.</summary>
internal static class DeclaredNetworks
{
    /// <summary>The networks of one namespace by their names.</summary>
    public static IReadOnlyDictionary<string, NetworkDeclaration> Of(CSharpCompilation compilation, string @namespace) =>
        compilation.Assembly.GlobalNamespace.GetNamespaceMembers().Single(space => space.Name == @namespace).GetTypeMembers()
            .Where(type => NetworkParser.FindNetwork(type) is not null)
            .ToDictionary(type => type.Name, type => NetworkParser.Parse(type, compilation, CancellationToken.None));

    /// <summary>The declared graph; fails where the declaration is wrong.</summary>
    public static NetworkGraph Build(NetworkDeclaration declaration) =>
        GraphBuilder.Build(declaration, out IReadOnlyList<Problem> problems) ?? throw new InvalidOperationException(string.Join('\n', problems));
}
