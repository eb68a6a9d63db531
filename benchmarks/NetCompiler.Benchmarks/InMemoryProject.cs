using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompiler;
using NetCompiler.Generator;
using NetCompiler.Generator.Frontend;

namespace Benchmarks;

/// <summary>Projects that exist only in memory, with the references of this program.</summary>
internal static class InMemoryProject
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp12);

    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>A project whose references are bound and whose sources are untouched: as a build hands it to its first generator.</summary>
    public static CSharpCompilation Create(params IEnumerable<SyntaxTree> sources)
    {
        var compilation = CSharpCompilation.Create("Project", sources, s_references, new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        compilation.GetSpecialType(SpecialType.System_Object);
        return compilation;
    }

    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    /// <summary>The sample networks' source with one of its classes alone.</summary>
    public static SyntaxTree SampleNetwork(string name)
    {
        CompilationUnitSyntax root = ((CSharpSyntaxTree)SampleNetworks()).GetCompilationUnitRoot();
        IEnumerable<ClassDeclarationSyntax> others = root.DescendantNodes().OfType<ClassDeclarationSyntax>().Where(type => type.Identifier.Text != name);
        return Parse(root.RemoveNodes(others, SyntaxRemoveOptions.KeepNoTrivia)!.ToFullString(), $"{name}.cs");
    }

    /// <summary>The sample networks' source.</summary>
    public static SyntaxTree SampleNetworks()
    {
        using var reader = new StreamReader(typeof(InMemoryProject).Assembly.GetManifestResourceStream("Networks.cs")!);
        return Parse(reader.ReadToEnd(), "Networks.cs");
    }

    /// <summary>The sources of samples/Zoo's networks.</summary>
    public static IReadOnlyList<SyntaxTree> Zoo()
    {
        Assembly assembly = typeof(InMemoryProject).Assembly;
        var trees = new List<SyntaxTree>();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Zoo/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            trees.Add(Parse(reader.ReadToEnd(), name));
        }

        return trees;
    }

    /// <summary>Compiles a network for one instruction set alone and loads it.</summary>
    /// <param name="attributes">The declaration.</param>
    /// <param name="target">The instruction set.</param>
    public static Network Load(string attributes, string target)
    {
        CSharpCompilation compilation = Create(Parse($"using NetCompiler.Layers;\n{attributes}\npublic partial class Net;\n", "Net.cs"));
        NetworkDeclaration declaration = NetworkParser.Parse(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None);
        return Load(declaration, [new CompilerOptions(new([target]), DesignTime: false, Report: false)])[0];
    }

    /// <summary>Compiles a network in several ways, in one go, and loads each with the same weights.</summary>
    /// <exception cref="InvalidOperationException">The C# compiler reported something.</exception>
    public static Network[] Load(NetworkDeclaration declaration, IEnumerable<CompilerOptions> options)
    {
        CompilerOptions[] ways = [.. options];
        IEnumerable<SyntaxTree> trees = ways.SelectMany((way, i) => NetworkCompiler.Compile(declaration with { Name = $"{declaration.Name}{i}" }, way, CancellationToken.None))
            .Select(file => Parse(file.Text, file.HintName));
        using var assembly = new MemoryStream();
        var result = Create(trees).Emit(assembly);
        if (!result.Success)
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        var loaded = Assembly.Load(assembly.ToArray());
        return [.. ways.Select((_, i) => (Network)Activator.CreateInstance(loaded.GetType($"{declaration.Name}{i}", throwOnError: true)!, 1)!)];
    }
}
