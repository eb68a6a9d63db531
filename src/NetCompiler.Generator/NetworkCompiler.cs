using NetCompiler.Generator.Frontend;

namespace NetCompiler.Generator;

/// <summary>Compiles one declaration: graph, passes, schedules, text. A pure function.</summary>
internal static class NetworkCompiler
{
    /// <summary>Writes the network's files. An invalid declaration still gets its full public surface, because errors about missing members would hide the diagnostics that explain it.</summary>
    public static EquatableArray<GeneratedFile> Compile(NetworkDeclaration declaration, CompilerOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = options;
        return new([new GeneratedFile($"{declaration.FullName}.g.cs", "// not yet\n")]);
    }
}
