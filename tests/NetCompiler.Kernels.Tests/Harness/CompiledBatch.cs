using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using NetCompiler.Generator;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Schedules;
using NetCompiler.TestReference;

namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>
/// Many networks compiled in one go for one target and loaded: what a user's build does, in this process. The compilation is as strict as a user's
/// can be: checked arithmetic, nullable, warnings as errors.
/// </summary>
internal sealed class CompiledBatch : IDisposable
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(Network).Assembly.Location)
            .Append(typeof(Layers.NetworkAttribute).Assembly.Location)
            .Append(typeof(ITestNetwork).Assembly.Location)
            .DistinctBy(Path.GetFileName)
            .Select(path => MetadataReference.CreateFromFile(path))]);

    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.CSharp12, DocumentationMode.Parse);

    private readonly LoadContext _context = new();
    private readonly Assembly _assembly;

    private CompiledBatch(string target, byte[] image, GeneratorDriverRunResult? generated)
    {
        (Target, Image, Generated) = (target, image, generated);
        _assembly = _context.LoadFromStream(new MemoryStream(image));
    }

    public string Target { get; }

    /// <summary>The compiled assembly.</summary>
    public byte[] Image { get; }

    /// <summary>What the generator wrote; null where the compiler was called without it.</summary>
    public GeneratorDriverRunResult? Generated { get; }

    /// <summary>Compiles networks for one target.</summary>
    /// <exception cref="InvalidOperationException">The generator or the C# compiler reported something.</exception>
    public static CompiledBatch Compile(string target, IEnumerable<ReferenceNetwork> networks, bool training = true, string otherSource = "", string tuning = "")
    {
        string source = string.Concat(networks.Select(network => SourceOf(network, training)));
        return TryCompile(target, source + otherSource, tuning, out string? errors) ?? throw new InvalidOperationException(errors);
    }

    /// <summary>Compiles one declaration for one target, for prediction only.</summary>
    /// <exception cref="InvalidOperationException">The C# compiler reported something.</exception>
    public static CompiledBatch Compile(string target, NetworkDeclaration declaration)
    {
        NetworkDeclaration inBatch = declaration with { Namespace = "Batch", Training = false };
        EquatableArray<GeneratedFile> files = NetworkCompiler.Compile(inBatch, CompilerOptions.Default with { Targets = new([target]) }, CancellationToken.None);
        CSharpCompilation compilation = NewCompilation(files.Select(file => CSharpSyntaxTree.ParseText(file.Text, s_parsing, file.HintName)));
        return TryEmit(target, compilation, [], null, out string? errors) ?? throw new InvalidOperationException(errors);
    }

    /// <summary>Compiles networks for one target, for prediction only, with every kernel divided among threads that can be.</summary>
    /// <exception cref="InvalidOperationException">The C# compiler reported something.</exception>
    public static CompiledBatch CompileDivided(string target, IEnumerable<ReferenceNetwork> networks)
    {
        CSharpCompilation compilation = NewCompilation([Parse(string.Concat(networks.Select(network => SourceOf(network, training: false))))]);
        CompilerOptions options = CompilerOptions.Default with { Targets = new([target]), Thresholds = DivisionThresholds.None };
        IEnumerable<GeneratedFile> files = DeclaredNetworks.Of(compilation, "Batch").Values.SelectMany(declaration => NetworkCompiler.Compile(declaration, options, CancellationToken.None));
        compilation = compilation.AddSyntaxTrees(files.Select(file => CSharpSyntaxTree.ParseText(file.Text, s_parsing, file.HintName)));
        return TryEmit(target, compilation, [], null, out string? errors) ?? throw new InvalidOperationException(errors);
    }

    /// <summary>A project of the given sources with a user's references and settings.</summary>
    public static CSharpCompilation NewCompilation(IEnumerable<SyntaxTree> trees) =>
        CSharpCompilation.Create($"Batch.{Guid.NewGuid():N}", trees, s_references.Value, new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            checkOverflow: true,
            allowUnsafe: true,
            generalDiagnosticOption: ReportDiagnostic.Error,
            warningLevel: 9999,
            nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>A new network with its own weights.</summary>
    public Network Create(string name, int seed = 1, int threads = 1) => (Network)Activator.CreateInstance(Type(name), seed, threads)!;

    /// <summary>Whether threads can share a network's predictions.</summary>
    public bool IsDivided(string name) => Type(name).GetNestedType("Kernels", BindingFlags.NonPublic)!.GetMethod("ForwardTogether", BindingFlags.NonPublic | BindingFlags.Static) is not null;

    /// <summary>The class of a network.</summary>
    public Type Type(string name) => _assembly.GetType($"Batch.{name}", throwOnError: true)!;

    public void Dispose() => _context.Unload();

    private static string SourceOf(ReferenceNetwork network, bool training) => network.ToSource("public unsafe partial", training, """
         : NetCompiler.Kernels.Tests.Harness.ITestNetwork
        {
            public NetCompiler.TrainingPlan? Plan => TrainingPlan;

            public void PackWithKernel(float* parameters, float* packed) => Kernels.Pack(parameters, packed);

            public void ForwardWithKernel(float* packed, float* arena, float* input, float* output, int count) =>
                Kernels.Forward(packed, arena, input, output, count);

            public void RunStageForTest(int stage, NetCompiler.TrainingPass* pass, float* scratch, int first, int end) =>
                RunStage(stage, pass, scratch, first, end);

            public void SpoilArena(float value)
            {
                using Lease lease = Rent();
                new System.Span<float>(lease.Arena, checked((int)(Info.ArenaBytes / sizeof(float)))).Fill(value);
            }
        }

        """);

    private static SyntaxTree Parse(string networks) =>
        CSharpSyntaxTree.ParseText($"using NetCompiler.Layers;\nnamespace Batch;\n{networks}", s_parsing, "Networks.cs");

    private static CompiledBatch? TryCompile(string target, string networks, string tuning, [NotNullWhen(false)] out string? errors)
    {
        CSharpCompilation compilation = NewCompilation([Parse(networks)]);
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new NetworkGenerator().AsSourceGenerator()], [new TuningText(tuning)], parseOptions: s_parsing, optionsProvider: new Options(target))
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out ImmutableArray<Diagnostic> reported);

        // The compiler's own message about a generator that threw does not say where.
        if (driver.GetRunResult().Results.Select(result => result.Exception).FirstOrDefault(exception => exception is not null) is { } thrown)
        {
            errors = thrown.ToString();
            return null;
        }

        return TryEmit(target, complete, reported, driver.GetRunResult(), out errors);
    }

    private static CompiledBatch? TryEmit(
        string target, Compilation compilation, ImmutableArray<Diagnostic> reported, GeneratorDriverRunResult? generated, [NotNullWhen(false)] out string? errors)
    {
        using var image = new MemoryStream();
        IEnumerable<Diagnostic> diagnostics = [.. reported, .. compilation.Emit(image).Diagnostics];
        errors = string.Join('\n', diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Take(20).Select(WithLine));
        return errors.Length > 0 ? null : new CompiledBatch(target, image.ToArray(), generated);
    }

    private static string WithLine(Diagnostic diagnostic)
    {
        Location location = diagnostic.Location;
        string line = location.SourceTree?.GetText().Lines[location.GetLineSpan().StartLinePosition.Line].ToString().Trim() ?? "";
        return $"{diagnostic}\n    {line}";
    }

    private sealed class LoadContext() : AssemblyLoadContext("networks", isCollectible: true)
    {
        // The networks must see the very runtime that the tests use, wherever the test host loaded it.
        protected override Assembly? Load(AssemblyName name) =>
            AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => !assembly.IsCollectible && assembly.GetName().Name == name.Name);
    }

    private sealed class TuningText(string text) : AdditionalText
    {
        public override string Path => "/project/netcompiler.tuning.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, System.Text.Encoding.UTF8);
    }

    private sealed class Options(string target) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(target);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Properties(string target) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.NetCompilerTargets" ? target : null;
            return value is not null;
        }
    }
}
