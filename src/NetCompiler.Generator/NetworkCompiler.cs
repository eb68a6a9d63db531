using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator;

/// <summary>Compiles one declaration: graph, passes, schedules, text. A pure function.</summary>
internal static class NetworkCompiler
{
    private const string ProgramsPart = "programs", FunctionsPart = "functions", ReportPart = "Report";

    /// <summary>
    /// Writes the network's files: the class as users see it, the programs that call the kernels, one file per layer, and the shared vector
    /// functions. An invalid declaration still gets its public surface.
    /// </summary>
    public static EquatableArray<GeneratedFile> Compile(NetworkDeclaration declaration, CompilerOptions options, CancellationToken cancellationToken)
    {
        NetworkGraph? layers = declaration.Problems.Count > 0 ? null : GraphBuilder.Build(declaration, out _);
        var face = new NetworkFile(declaration, options);
        if (layers is null)
            return new([new GeneratedFile(HintName(declaration, ""), face.Write(null, null, null))]);

        var graphs = new List<(string Title, string Text)>();
        Action<string, NetworkGraph>? Log(string program) =>
            options.Report ? (pass, graph) => graphs.Add(($"{program}, after: {pass}", GraphPrinter.Print(graph))) : null;
        CompiledProgram inference = CompiledProgram.Compile(declaration, training: false, Log("inference"), options.Tuning, options.Thresholds);
        cancellationToken.ThrowIfCancellationRequested();
        CompiledProgram? training = declaration.Training && options.Training ? CompiledProgram.Compile(declaration, training: true, Log("training")) : null;
        cancellationToken.ThrowIfCancellationRequested();

        var files = new List<GeneratedFile> { new(HintName(declaration, ""), face.Write(inference, training, layers)) };
        files.AddRange(KernelFiles(declaration, options, inference, training, cancellationToken));
        if (options.Report)
            files.Add(new GeneratedFile(HintName(declaration, ReportPart), Report(declaration, options, training is null ? [inference] : [inference, training], graphs)));
        return new(files);
    }

    private static string Report(NetworkDeclaration declaration, CompilerOptions options, CompiledProgram[] programs, IEnumerable<(string Title, string Text)> graphs)
    {
        var report = new ScheduleReport(declaration, [.. options.Targets.Select(InstructionSet.Named)]);
        report.Open();
        foreach (CompiledProgram program in programs)
            report.Write(program);
        foreach ((string title, string text) in graphs)
            report.Write(title, text);
        return report.ToString();
    }

    private static IEnumerable<GeneratedFile> KernelFiles(
        NetworkDeclaration declaration, CompilerOptions options, CompiledProgram inference, CompiledProgram? training, CancellationToken cancellationToken)
    {
        IReadOnlyList<InstructionSet> targets = [.. options.Targets.Select(InstructionSet.Named)];
        var functions = new SharedFunctions();
        var packings = new Dictionary<string, string>(StringComparer.Ordinal);
        CompiledProgram[] programs = training is null ? [inference] : [inference, training];
        yield return File(declaration, ProgramsPart, "what runs when: prediction, packing, and the stages of training.", w =>
        {
            var forward = new ProgramWriter(inference, targets, options.Profile);
            if (options.Profile)
                forward.WriteProfile(w);
            forward.WriteForward(w);
            w.Line();
            if (inference.IsDivided)
            {
                forward.WriteForwardTogether(w);
                w.Line();
            }

            forward.WritePack(w, "Pack", "float* parameters, float* packed", "parameters");
            if (training is null)
                return;
            var stages = new ProgramWriter(training, targets);
            foreach (Stage stage in stages.Stages())
            {
                w.Line();
                stages.WriteStage(w, stage);
            }
        });

        // A design-time build needs what editors show; bodies of kernels are not among it.
        IReadOnlyList<InstructionSet> written = options.DesignTime ? [] : targets;
        var layers = programs.SelectMany(program => program.Kernels.Select(kernel => (program, kernel))).GroupBy(pair => pair.kernel.Node.Name);
        foreach (var layer in layers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return File(declaration, PartOf(layer.Key), $"the kernels of {layer.Key}.", w =>
            {
                var texts = new List<string>();
                foreach ((CompiledProgram program, Kernel kernel) in layer)
                {
                    foreach (Emit.Kernels.Packing packing in program.Lowering.Packs.Where(packing => packing.Kernel == kernel.Name))
                        texts.Add(KernelFile.Write(packing, written, packings));
                    texts.Add(KernelFile.Write(kernel, written, functions));
                }

                w.Line(string.Join("\n", texts).TrimEnd());
            });
        }

        if (functions.Any)
            yield return File(declaration, FunctionsPart, "vector functions that its kernels share.", w => w.Line(functions.Text.TrimEnd()));
    }

    /// <summary>A layer's file carries its name; one that is named like a file of ours, in whatever case, gets a suffix that no name ends with.</summary>
    private static string PartOf(string layer) =>
        new[] { ProgramsPart, FunctionsPart, ReportPart }.Contains(layer, StringComparer.OrdinalIgnoreCase) ? $"{layer}-layer" : layer;

    private static GeneratedFile File(NetworkDeclaration declaration, string part, string comment, Action<CodeWriter> body)
    {
        var w = new CodeWriter();
        NetworkFile.Open(w, $"{declaration.Name}: {comment}");
        NetworkFile.Inside(w, declaration, () =>
        {
            using (w.Block($"unsafe partial class {declaration.Identifier}"))
            using (w.Block("internal static unsafe partial class Kernels"))
                body(w);
        });
        return new GeneratedFile(HintName(declaration, part), w.ToString());
    }

    private static string HintName(NetworkDeclaration declaration, string part) =>
        part.Length == 0 ? $"{declaration.FullName}.g.cs" : $"{declaration.FullName}.{part}.g.cs";
}
