using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompiler.Generator.Tests.Harness;
using Xunit.Sdk;

namespace NetCompiler.Generator.Tests;

public sealed class IncrementalTests
{
    private const string Network = """
        using NetCompiler.Layers;

        namespace Samples;

        [Network(1, 8, 8)]
        [Conv(4, 3), Relu, MaxPool(2)]
        [Flatten, Dense(10)]
        public partial class Net;

        internal static class Other { public const int Value = 1; }
        """;

    /// <summary>An edit, and why each step ran after it: as few as can be.</summary>
    public sealed record Edit(string Name, string Before, string After)
    {
        public string? Property { get; init; }

        public IncrementalStepRunReason Parse { get; init; } = IncrementalStepRunReason.Unchanged;

        public IncrementalStepRunReason Options { get; init; } = IncrementalStepRunReason.Cached;

        /// <summary>Whether the network must be compiled again.</summary>
        public bool Compiles { get; init; }

        public override string ToString() => Name;
    }

    public static TheoryData<Edit> Edits =>
    [
        new Edit("a comment is added", "[Flatten", "// the classifier\n[Flatten"),
        new Edit("a line break is added", "[Conv(4, 3), Relu", "[Conv(4, 3),\n Relu"),
        new Edit("another type changes", "Value = 1", "Value = 2"),
        new Edit("a constant replaces its value", "Dense(10)", "Dense(5 + 5)"),
        new Edit("an argument gets its parameter's name", "Conv(4, 3)", "Conv(filters: 4, kernel: 3)"),
        new Edit("an argument changes", "Conv(4, 3)", "Conv(5, 3)") { Parse = IncrementalStepRunReason.Modified, Compiles = true },
        new Edit("layers change places", "Relu, MaxPool(2)", "MaxPool(2), Relu") { Parse = IncrementalStepRunReason.Modified, Compiles = true },
        new Edit("a layer gets a name", "Conv(4, 3)", "Conv(4, 3, Name = \"c\")") { Parse = IncrementalStepRunReason.Modified, Compiles = true },
        new Edit("a summary is added", "[Network", "/// <summary>A net.</summary>\n[Network") { Parse = IncrementalStepRunReason.Modified, Compiles = true },
        new Edit("the class is renamed", "class Net;", "class Web;") { Parse = IncrementalStepRunReason.Modified, Compiles = true },
        new Edit("an option changes", "", "") { Property = "NetCompilerReport", Options = IncrementalStepRunReason.Modified, Compiles = true },
        new Edit("an option is written in another way", "", "") { Property = "NetCompilerTargets", Options = IncrementalStepRunReason.Unchanged },
        new Edit("an unrelated option changes", "", "") { Property = "RootNamespace", Options = IncrementalStepRunReason.Unchanged },
    ];

    [Theory]
    [MemberData(nameof(Edits))]
    public void AnEditRunsOnlyWhatItConcerns(Edit edit)
    {
        TestProject project = TestProject.Default.With("NetCompilerTargets", "Avx2,Portable");
        string before = Network;
        string after = edit.Before.Length == 0 ? before : before.Replace(edit.Before, edit.After, StringComparison.Ordinal);
        Assert.True(edit.Property is not null || before != after, "The edit changes nothing.");

        GeneratorDriver driver = GeneratorHarness.Drive(GeneratorHarness.CreateDriver(new NetworkGenerator(), project), project.Compile(before));
        if (edit.Property is not null)
        {
            TestProject changed = project.With(edit.Property, edit.Property == "NetCompilerTargets" ? " portable;AVX2 " : "true");
            driver = driver.WithUpdatedAnalyzerConfigOptions(changed.Options);
        }

        GeneratorRunResult result = GeneratorHarness.ResultOf(GeneratorHarness.Drive(driver, project.Compile(after)));
        Dictionary<string, IncrementalStepRunReason> reasons =
            GeneratorHarness.Reasons(result, GeneratorHarness.Steps).ToDictionary(step => step.Step, step => step.Reason);
        Assert.Equal(edit.Parse, reasons[TrackingNames.Parse]);
        Assert.Equal(edit.Options, reasons[TrackingNames.Options]);
        Assert.Equal(edit.Compiles, reasons[TrackingNames.Compile] != IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void ACopyOfTheCompilationComputesNothing() => GeneratorHarness.Run(Network);

    [Fact]
    public void TheGuardFindsASymbolInAModel()
    {
        var failure = Assert.ThrowsAny<XunitException>(() => GeneratorHarness.Run(new LeakingGenerator(), ["Leak"], Network, TestProject.Default));
        Assert.Contains("belongs to one compilation", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheGuardFindsAModelThatIsNeverEqual()
    {
        var failure = Assert.ThrowsAny<XunitException>(() => GeneratorHarness.Run(new UnequalGenerator(), ["Parse", "Next"], Network, TestProject.Default));
        Assert.Contains("though nothing changed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheHarnessFindsTextThatDependsOnTheCulture() =>
        Assert.ThrowsAny<XunitException>(() => GeneratorHarness.Run(new TextGenerator(() => string.Format(CultureInfo.CurrentCulture, "// {0}", -1.5)), [], Network, TestProject.Default));

    [Theory]
    [InlineData("internal class Generated { private int _unused; }")]
    [InlineData("/// <summary>A part.</summary>\npublic class Generated { public void Undocumented() { } }")]
    [InlineData("internal class Generated { public const int Overflowing = int.MaxValue + 1; }")]
    public void TheHarnessFindsCodeThatDoesNotCompileEverywhere(string text) =>
        Assert.Contains("C# complains", Assert.ThrowsAny<XunitException>(() => GeneratorHarness.Run(new TextGenerator(() => text), [], Network, TestProject.Default)).Message, StringComparison.Ordinal);

    [Fact]
    public void TheHarnessAcceptsCodeThatCompiles() =>
        Assert.Single(GeneratorHarness.Run(new TextGenerator(() => "internal static class Generated;"), [], Network, TestProject.Default).Files);

    /// <summary>Writes one file once.</summary>
    private sealed class TextGenerator(Func<string> text) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(context.ParseOptionsProvider.Select((_, _) => 0), (output, _) => output.AddSource("Generated.g.cs", text()));
    }

    /// <summary>Holds a symbol two objects deep.</summary>
    private sealed class LeakingGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(
                context.SyntaxProvider
                    .CreateSyntaxProvider((node, _) => node is ClassDeclarationSyntax, (syntax, token) => new[] { new Model(syntax.SemanticModel.GetDeclaredSymbol(syntax.Node, token)) })
                    .WithTrackingName("Leak"),
                (_, _) => { });

        private sealed record Model(ISymbol? Symbol);
    }

    /// <summary>Holds nothing of Roslyn, but in an array, which is equal only to itself.</summary>
    private sealed class UnequalGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(
                context.SyntaxProvider
                    .CreateSyntaxProvider((node, _) => node is ClassDeclarationSyntax, (syntax, token) => new[] { syntax.SemanticModel.GetDeclaredSymbol(syntax.Node, token)!.Name })
                    .WithTrackingName("Parse")
                    .Select((names, _) => names[0].Length)
                    .WithTrackingName("Next"),
                (_, _) => { });
    }
}
