using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Schedules;

namespace Benchmarks.Tuning;

/// <summary>
/// Measures for each convolution of some networks whether another schedule than the estimated best is faster on this machine, and writes those that are as rows of a
/// tuning file.
/// </summary>
internal static class TuningBenchmark
{
    /// <summary>The share of the time that a row must save: less is lost in what a busy machine adds.</summary>
    private const double LeastGain = 0.05;

    private static readonly string[] s_default =
        ["LeNet5", "KerasCnn", "Vgg16", "ResNet18", "ResNet50", "AlexNet", "GoogLeNetBn", "MobileNetV2", "SqueezeNet", "UNetPadded", "YoloV3Tiny", "CifarResNet20"];

    /// <param name="networks">Names of networks of the zoo; the table's twelve if there are none, all if the only one is "all".</param>
    /// <param name="output">Where rows go; they are printed in any case.</param>
    /// <returns>0, or 2 if there is no such network.</returns>
    public static int Run(IReadOnlyList<string> networks, string? output)
    {
        if (!Find(networks.Count == 0 ? s_default : networks, out List<NetworkDeclaration> declarations))
            return 2;
        Machine.Print();
        var isa = InstructionSet.Named(Machine.BestTarget);
        List<(ConvolutionShape Shape, int Uses)> shapes = Shapes(declarations);
        Console.WriteLine($"{shapes.Count} different convolutions in {declarations.Count} networks, {isa}. Each is compiled with its {ShapeContest.MostCandidates} most promising schedules at most;");
        Console.WriteLine($"they are timed in turn, and a winner by {Number.Percent(LeastGain)} is timed again beside the estimated best before it becomes a row.");
        Console.WriteLine();

        var rows = new List<string>();
        var table = new TextTable("shape", "uses", "estimated best", "µs", "measured best", "µs", "saved", "estimated ratio");
        (double before, double after) = (0, 0);
        for (int i = 0; i < shapes.Count; i++)
        {
            (ConvolutionShape shape, int uses) = shapes[i];
            Console.Error.WriteLine($"{i + 1}/{shapes.Count} {shape}");
            if (ShapeContest.Run(shape, isa, LeastGain) is not { } result)
            {
                Console.Error.WriteLine("  not measured: alone in a network the layer would have another shape");
                continue;
            }

            bool isWrong = result.Gain >= LeastGain;
            (before, after) = (before + (uses * result.Model.Time.Minimum), after + (uses * (isWrong ? result.Best : result.Model).Time.Minimum));
            table.Add(
                $"{shape}", $"{uses}", $"{result.Model.Schedule}", Number.Microseconds(result.Model.Time.Minimum), isWrong ? $"{result.Best.Schedule}" : "the same",
                isWrong ? Number.Microseconds(result.Best.Time.Minimum) : "", isWrong ? Number.Percent(result.Gain) : "", isWrong ? Number.Ratio(result.Best.Cycles / result.Model.Cycles) : "");
            if (isWrong)
            {
                rows.Add($"# {Number.Microseconds(result.Best.Time.Minimum)} µs; {Number.Microseconds(result.Model.Time.Minimum)} µs with {result.Model.Schedule}, estimated best");
                rows.Add($"{new TuningRow(isa.Name, shape, result.Best.Schedule)}");
            }
        }

        table.Print("Schedules: estimated and measured");
        Console.WriteLine($"All convolutions of these networks once: {Number.Milliseconds(before)} ms as estimated, {Number.Milliseconds(after)} ms with {rows.Count / 2} rows.");
        string text = $"# Measured on {Machine.Processor}, one thread. docs/tuning.md says what a row means.\n{string.Concat(rows.Select(row => row + "\n"))}";
        if (output is null)
            Console.Write($"\n{text}");
        else
            File.WriteAllText(output, text);
        return 0;
    }

    private static bool Find(IReadOnlyList<string> names, out List<NetworkDeclaration> declarations)
    {
        CSharpCompilation compilation = InMemoryProject.Create([.. InMemoryProject.Zoo(), InMemoryProject.SampleNetworks()]);
        Dictionary<string, INamedTypeSymbol> types = compilation.Assembly.GlobalNamespace.GetNamespaceMembers().SelectMany(space => space.GetTypeMembers())
            .Where(type => NetworkParser.FindNetwork(type) is not null).ToDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);
        declarations = [];
        foreach (string name in names is ["all"] ? [.. types.Keys] : names)
        {
            if (!types.TryGetValue(name, out INamedTypeSymbol? type))
            {
                Console.Error.WriteLine($"There is no network '{name}': there are {string.Join(", ", types.Keys.Order(StringComparer.Ordinal))}.");
                return false;
            }

            declarations.Add(NetworkParser.Parse(type, compilation, CancellationToken.None));
        }

        return true;
    }

    /// <summary>The convolutions that tuning can concern, the most used first.</summary>
    private static List<(ConvolutionShape Shape, int Uses)> Shapes(IEnumerable<NetworkDeclaration> declarations) =>
    [
        .. from declaration in declarations
           let program = CompiledProgram.Compile(declaration, training: false)
           from kernel in program.Kernels
           let shape = program.Lowering.Schedules.ShapeOf(kernel.Node)
           where shape is not null
           group shape by shape into uses
           orderby uses.Count() descending
           select (uses.Key, uses.Count()),
    ];
}
