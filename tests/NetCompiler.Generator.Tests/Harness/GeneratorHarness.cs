using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace NetCompiler.Generator.Tests.Harness;

/// <summary>
/// Runs the generator on a project. Every run also checks what must hold for all of them: that nothing is computed twice, that nothing
/// cached belongs to a compilation, that the text does not depend on the machine's culture, and that it compiles in the strictest project.
/// </summary>
internal sealed class GeneratorHarness
{
    /// <summary>The names of the pipeline's steps in their order.</summary>
    public static readonly string[] Steps =
        [.. typeof(TrackingNames).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    private const string UnrelatedEdit = "namespace Elsewhere { internal static class Unrelated { } }";

    private GeneratorHarness(CSharpCompilation output, ImmutableArray<GeneratedSourceResult> files)
    {
        Output = output;
        Files = files;
    }

    /// <summary>The project with what was generated.</summary>
    public CSharpCompilation Output { get; }

    public ImmutableArray<GeneratedSourceResult> Files { get; }

    /// <summary>Runs all checks on one source.</summary>
    public static GeneratorHarness Run(string source, TestProject? project = null) => Run(new NetworkGenerator(), Steps, source, project ?? TestProject.Default);

    /// <summary>Runs all checks with another generator: for tests of the checks themselves.</summary>
    public static GeneratorHarness Run(IIncrementalGenerator generator, IReadOnlyCollection<string> steps, string source, TestProject project)
    {
        CSharpCompilation compilation = project.Compile(source);
        GeneratorDriver driver = Drive(CreateDriver(generator, project), compilation);
        GeneratorRunResult result = ResultOf(driver);
        foreach ((_, object? value, _) in Reasons(result, steps))
            ModelGuard.AssertClean(value);

        AssertNothingComputed(driver, compilation.Clone(), steps);
        AssertNothingComputed(driver, compilation.AddSyntaxTrees(project.Parse(UnrelatedEdit, "/project/Unrelated.cs")), steps);
        AssertSameInOtherCulture(result, generator, project, compilation);

        CSharpCompilation output = AddGenerated(compilation, result);
        AssertCompiles(output);
        if (FrameworkReferences.HasAspNetCore && ReferenceEquals(project.ImplicitUsings, ImplicitUsings.Console))
            AssertCompiles(AddGenerated((project with { ImplicitUsings = ImplicitUsings.Web }).Compile(source), result));
        return new GeneratorHarness(output, result.GeneratedSources);
    }

    /// <summary>What the analyzer says of a project, as in a build: after the generator ran.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(CSharpCompilation compilation, TestProject project)
    {
        GeneratorRunResult result = ResultOf(Drive(CreateDriver(new NetworkGenerator(), project), compilation));
        var options = new AnalyzerOptions(project.AdditionalTexts, project.Options);
        CompilationWithAnalyzers analysis = AddGenerated(compilation, result).WithAnalyzers([new NetworkAnalyzer()], options);
        ImmutableArray<Diagnostic> diagnostics = await analysis.GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");
        return diagnostics;
    }

    public static GeneratorDriver CreateDriver(IIncrementalGenerator generator, TestProject project) =>
        CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            additionalTexts: project.AdditionalTexts,
            parseOptions: project.ParseOptions,
            optionsProvider: project.Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static GeneratorDriver Drive(GeneratorDriver driver, CSharpCompilation compilation) =>
        driver.RunGenerators(compilation);

    /// <summary>The result; a generator that threw fails the test.</summary>
    public static GeneratorRunResult ResultOf(GeneratorDriver driver)
    {
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.True(result.Exception is null, $"The generator threw: {result.Exception}");
        return result;
    }

    /// <summary>Every output of the named steps, in their order.</summary>
    public static IEnumerable<(string Step, object? Value, IncrementalStepRunReason Reason)> Reasons(GeneratorRunResult result, IEnumerable<string> steps) =>
        from step in steps
        where result.TrackedSteps.ContainsKey(step)
        from run in result.TrackedSteps[step]
        from output in run.Outputs
        select (step, (object?)output.Value, output.Reason);

    public static CSharpCompilation AddGenerated(CSharpCompilation compilation, GeneratorRunResult result) =>
        compilation.AddSyntaxTrees(result.GeneratedSources.Select(file => file.SyntaxTree));

    private static void AssertNothingComputed(GeneratorDriver driver, CSharpCompilation compilation, IReadOnlyCollection<string> steps)
    {
        GeneratorRunResult result = ResultOf(Drive(driver, compilation));
        foreach ((string step, _, IncrementalStepRunReason reason) in Reasons(result, steps))
        {
            // Roslyn parses again at every change, networks and blocks; what it finds must be equal, and then nothing after it may run.
            bool allowed = reason == IncrementalStepRunReason.Cached || (reason == IncrementalStepRunReason.Unchanged && (step == steps.First() || step == TrackingNames.Blocks));
            Assert.True(allowed, $"{step} is {reason} though nothing changed.");
        }

        Assert.All(
            result.TrackedOutputSteps.Values.SelectMany(runs => runs).SelectMany(run => run.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static void AssertSameInOtherCulture(GeneratorRunResult expected, IIncrementalGenerator generator, TestProject project, CSharpCompilation compilation)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NegativeSign = "\u2212";
        other.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = other;
            GeneratorRunResult result = ResultOf(Drive(CreateDriver(generator, project), compilation));
            Assert.Equal(
                expected.GeneratedSources.Select(file => (file.HintName, file.SourceText.ToString())),
                result.GeneratedSources.Select(file => (file.HintName, file.SourceText.ToString())));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void AssertCompiles(CSharpCompilation compilation)
    {
        using var assembly = new MemoryStream();
        Diagnostic[] complaints =
        [
            .. compilation.Emit(assembly).Diagnostics
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning || diagnostic.IsWarningAsError)
                // Sources of tests are not documented; generated code must be.
                .Where(diagnostic => diagnostic.Id != "CS1591" || IsGenerated(diagnostic)),
        ];
        Assert.True(complaints.Length == 0, $"C# complains:\n{string.Join("\n", complaints.Take(20).Select(complaint => complaint.ToString()))}");
    }

    private static bool IsGenerated(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath.StartsWith("/project/", StringComparison.Ordinal) != true;
}
