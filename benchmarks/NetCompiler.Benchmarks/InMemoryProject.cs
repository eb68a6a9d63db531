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

    /// <summary>Compiles a network for one instruction set alone and creates it.</summary>
    /// <param name="attributes">The declaration.</param>
    /// <param name="target">The instruction set.</param>
    public static Network Load(string attributes, string target) =>
        Create(Load([Parse($"using NetCompiler.Layers;\n{attributes}\npublic partial class Net;\n", "Net.cs")], "Net", target), threads: 1);

    /// <summary>Compiles one of the sources' networks for one instruction set alone.</summary>
    public static Type Load(IReadOnlyList<SyntaxTree> sources, string name, string target)
    {
        CSharpCompilation compilation = Create(sources);
        NetworkDeclaration declaration = NetworkParser.Parse(compilation.GetTypeByMetadataName(name)!, compilation, CancellationToken.None);
        return Compile(declaration, [new CompilerOptions(new([target]), DesignTime: false, Report: false, Training: false)], sources)[0];
    }

    /// <summary>Compiles a network in several ways, in one go, and creates each with the same weights.</summary>
    public static Network[] Load(NetworkDeclaration declaration, IEnumerable<CompilerOptions> options) =>
        [.. Compile(declaration, [.. options], []).Select(network => Create(network, threads: 1))];

    /// <summary>Creates a compiled network, with equal weights each time.</summary>
    public static Network Create(Type network, int threads) => (Network)Activator.CreateInstance(network, 1, threads)!;

    /// <exception cref="InvalidOperationException">The C# compiler reported something.</exception>
    private static Type[] Compile(NetworkDeclaration declaration, CompilerOptions[] ways, IEnumerable<SyntaxTree> sources)
    {
        string Name(int way) => ways.Length == 1 ? declaration.Name : $"{declaration.Name}{way}";
        IEnumerable<SyntaxTree> trees = ways.SelectMany((way, i) => NetworkCompiler.Compile(declaration with { Name = Name(i) }, way, CancellationToken.None))
            .Select(file => Parse(file.Text, file.HintName));
        using var assembly = new MemoryStream();
        var result = Create([.. sources, .. trees]).Emit(assembly);
        if (!result.Success)
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        var loaded = Assembly.Load(assembly.ToArray());
        string space = declaration.Namespace.Length > 0 ? $"{declaration.Namespace}." : "";
        return [.. ways.Select((_, i) => loaded.GetType(space + Name(i), throwOnError: true)!)];
    }
}
