using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator;
using NetCompiler.Generator.Frontend;

namespace Benchmarks;

/// <summary>What deep networks cost to compile: time and text for ResNet-50, and the work of an editor on a project with all networks of the zoo.</summary>
internal static class ZooBenchmark
{
    private const int Runs = 10;

    /// <summary>An editor's process is old: what it runs at every keystroke has long been compiled for speed.</summary>
    private const int Keystrokes = 60, WarmUpKeystrokes = 60;

    public static void Run()
    {
        Machine.Print();
        IReadOnlyList<SyntaxTree> zoo = InMemoryProject.Zoo();
        CSharpCompilation compilation = InMemoryProject.Create(zoo);
        PrintResNet50(compilation);
        PrintZoo(compilation, zoo);
    }

    private static void PrintResNet50(CSharpCompilation compilation)
    {
        NetworkDeclaration resNet50 = NetworkParser.Parse(compilation.GetTypeByMetadataName("Samples.ResNet50")!, compilation, CancellationToken.None);
        var table = new TextTable("ResNet-50", "min ms", "median ms", "files", "characters", "goal");
        foreach ((string what, string[] targets, bool training, string goal) in new[]
        {
            ("AVX-512, prediction", new[] { "Avx512" }, false, "1,500,000 characters"),
            ("AVX2, prediction", ["Avx2"], false, "1,500,000 characters"),
            ("NEON, prediction", ["AdvSimd"], false, "1,500,000 characters"),
            ("AVX-512 and portable, prediction", ["Avx512", "Portable"], false, ""),
            ("all instruction sets, prediction and training", [.. CompilerOptions.AllTargets], true, "8,000,000 characters"),
        })
        {
            var options = new CompilerOptions(new(targets), DesignTime: false, Report: false, training);
            EquatableArray<GeneratedFile> files = NetworkCompiler.Compile(resNet50, options, CancellationToken.None);
            var times = Timing.Of(Enumerable.Range(0, Runs).Select(_ => Timing.SecondsOf(() => NetworkCompiler.Compile(resNet50, options, CancellationToken.None))).ToArray());
            table.Add(what, Number.Milliseconds(times.Minimum), Number.Milliseconds(times.Median), $"{files.Count}", Number.Whole(files.Sum(file => file.Text.Length)), goal);
        }

        table.Print("Compiling one deep network (goal: 300 ms)");
    }

    /// <summary>Every keystroke parses all networks again, as Roslyn has it; what follows runs for those alone whose declaration changed.</summary>
    private static void PrintZoo(CSharpCompilation compilation, IReadOnlyList<SyntaxTree> zoo)
    {
        SyntaxTree resNets = zoo.Single(tree => tree.FilePath.EndsWith("ResNet.cs", StringComparison.Ordinal) && !tree.FilePath.Contains("Inception"));
        string text = resNets.ToString();
        int number = 0;
        SyntaxTree Edited(bool network)
        {
            // A layer's argument, or a comment behind everything.
            string changed = network ? text.Replace("Dense(1000", $"Dense({1001 + (++number % 2)}", StringComparison.Ordinal) : $"{text}\n// {++number}\n";
            return InMemoryProject.Parse(changed, resNets.FilePath);
        }

        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()],
            parseOptions: InMemoryProject.ParseOptions,
            optionsProvider: new DesignTimeOptions(),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);
        var table = new TextTable("edit in the file of the ResNets", "all, median ms", "parse, min ms", "parse, median ms", "steps of parsing", "declarations changed", "networks compiled");
        foreach (bool network in new[] { false, true })
        {
            var all = new List<double>();
            var parse = new List<double>();
            (int parsed, int modified, int compiled) = (0, 0, 0);
            for (int run = -WarmUpKeystrokes; run < Keystrokes; run++)
            {
                CSharpCompilation next = compilation.ReplaceSyntaxTree(resNets, Edited(network));
                next.GetSpecialType(SpecialType.System_Object);
                double seconds = Timing.SecondsOf(() => driver = driver.RunGenerators(next));
                if (run < 0)
                    continue;
                all.Add(seconds);
                GeneratorRunResult result = driver.GetRunResult().Results.Single();
                if (result.Exception is not null)
                    throw new InvalidOperationException("The generator failed.", result.Exception);
                parse.Add(result.TrackedSteps[TrackingNames.Parse].Sum(step => step.ElapsedTime.TotalSeconds));
                parsed = result.TrackedSteps[TrackingNames.Parse].Length;
                modified = result.TrackedSteps[TrackingNames.Parse].SelectMany(step => step.Outputs).Count(output => output.Reason == IncrementalStepRunReason.Modified);
                compiled = result.TrackedSteps[TrackingNames.Compile].SelectMany(step => step.Outputs).Count(output => output.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.Unchanged);
            }

            table.Add(network ? "a layer's argument" : "a comment", Number.Milliseconds(Timing.Of(all).Median), Number.Milliseconds(Timing.Of(parse).Minimum), Number.Milliseconds(Timing.Of(parse).Median), $"{parsed}", $"{modified}", $"{compiled}");
        }

        table.Print($"An editor with {zoo.Count} files of networks open (goal: parsing 30 ms)");
    }
}
