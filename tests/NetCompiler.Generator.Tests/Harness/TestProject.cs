using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace NetCompiler.Generator.Tests.Harness;

/// <summary>The project that a test compiles: by default, as strict a one as a user could have.</summary>
internal sealed record TestProject
{
    private const string SourcePath = "/project/Source.cs";

    public static readonly TestProject Default = new();

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp12;

    public bool AllowUnsafe { get; init; } = true;

    public IReadOnlyList<string> ImplicitUsings { get; init; } = Harness.ImplicitUsings.Console;

    public IReadOnlyList<MetadataReference> References { get; init; } = FrameworkReferences.All;

    /// <summary>MSBuild properties as the compiler sees them.</summary>
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The text of a tuning file; none if null.</summary>
    public string? Tuning { get; init; }

    public ImmutableArray<AdditionalText> AdditionalTexts => Tuning is null ? [] : [new TuningText("/project/zen5.netcompiler.tuning.txt", Tuning)];

    public CSharpParseOptions ParseOptions => new(LanguageVersion, DocumentationMode.Diagnose);

    public PropertyOptionsProvider Options => new(Properties);

    public TestProject With(string property, string value) => this with { Properties = Properties.SetItem(property, value) };

    /// <summary>The compilation before any generator ran.</summary>
    public CSharpCompilation Compile(params string[] sources)
    {
        string usings = string.Concat(ImplicitUsings.Select(name => $"global using global::{name};\n"));
        IEnumerable<SyntaxTree> trees = sources
            .Select((source, index) => Parse(source, index == 0 ? SourcePath : $"/project/Source{index + 1}.cs"))
            .Append(Parse(usings, "/project/obj/GlobalUsings.g.cs"));
        return CSharpCompilation.Create("Project", trees, References, new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: AllowUnsafe,
            checkOverflow: true,
            warningLevel: 9999,
            generalDiagnosticOption: ReportDiagnostic.Error,
            // What the SDK switches off for everybody: assemblies built against other versions of the same library.
            specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)],
            nullableContextOptions: NullableContextOptions.Enable));
    }

    public SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path, System.Text.Encoding.UTF8);

    private sealed class TuningText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, System.Text.Encoding.UTF8);
    }
}
