using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator;

namespace Benchmarks;

/// <summary>How long the generator takes, as part of a build and after a keystroke, in a process that has compiled other networks before.</summary>
internal static class GeneratorBenchmark
{
    private const int Runs = 30;
    private const double WarmUpSeconds = 5;
    private static readonly string[] s_steps = [TrackingNames.Parse, TrackingNames.Declarations, TrackingNames.Options, TrackingNames.Compile];

    public static void Run()
    {
        Machine.Print();
        SyntaxTree other = InMemoryProject.Parse("internal static class Other { public const int Value = 1; }", "Other.cs");
        SyntaxTree edited = InMemoryProject.Parse("internal static class Other { public const int Value = 2; }", "Other.cs");
        SyntaxTree keras = InMemoryProject.SampleNetwork("KerasCnn"), lenet5 = InMemoryProject.SampleNetwork("LeNet5");

        for (long start = Stopwatch.GetTimestamp(); Timing.Since(start) < WarmUpSeconds;)
        {
            GeneratorDriver driver = CreateDriver(track: false).RunGenerators(InMemoryProject.Create(keras, other));
            driver.RunGenerators(InMemoryProject.Create(keras, edited));
        }

        var compile = new List<double>();
        var edit = new List<double>();
        for (int i = 0; i < Runs; i++)
        {
            CSharpCompilation before = InMemoryProject.Create(lenet5, other), after = before.ReplaceSyntaxTree(other, edited);
            after.GetSpecialType(SpecialType.System_Object);
            GeneratorDriver driver = null!;
            compile.Add(Timing.SecondsOf(() => driver = CreateDriver(track: false).RunGenerators(before)));
            edit.Add(Timing.SecondsOf(() => driver = driver.RunGenerators(after)));
        }

        PrintTimes(Timing.Of(compile), Timing.Of(edit));
        CSharpCompilation compilation = InMemoryProject.Create(lenet5, other);
        PrintReasons(CreateDriver(track: true).RunGenerators(compilation).RunGenerators(compilation.ReplaceSyntaxTree(other, edited)));
    }

    private static CSharpGeneratorDriver CreateDriver(bool track) => CSharpGeneratorDriver.Create(
        [new NetworkGenerator().AsSourceGenerator()],
        parseOptions: InMemoryProject.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: track));

    private static void PrintTimes(Timing compile, Timing edit)
    {
        var table = new TextTable("LeNet-5, all instruction sets", "min ms", "median ms", "goal ms");
        table.Add("compiled by a new driver", Number.Milliseconds(compile.Minimum), Number.Milliseconds(compile.Median), "150");
        table.Add("after an edit in another file", Number.Milliseconds(edit.Minimum), Number.Milliseconds(edit.Median), "");
        table.Print($"Generator, {Runs} runs");
    }

    private static void PrintReasons(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is not null)
            throw new InvalidOperationException("The generator failed.", result.Exception);

        var table = new TextTable("step", "reason");
        foreach (string step in s_steps)
            table.Add(step, Reasons(result.TrackedSteps[step]));
        foreach ((string step, var runs) in result.TrackedOutputSteps)
            table.Add(step, Reasons(runs));
        table.Print("Why each step ran after the edit");

        var files = new TextTable("generated files", "characters");
        foreach (GeneratedSourceResult file in result.GeneratedSources)
            files.Add(file.HintName, Number.Whole(file.SourceText.Length));
        files.Add($"{result.GeneratedSources.Length} files", Number.Whole(result.GeneratedSources.Sum(file => file.SourceText.Length)));
        files.Print("What was generated");
    }

    private static string Reasons(IEnumerable<IncrementalGeneratorRunStep> runs) =>
        string.Join(", ", runs.SelectMany(run => run.Outputs).Select(output => output.Reason).Distinct());
}
