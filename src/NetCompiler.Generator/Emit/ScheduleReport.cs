using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit;

/// <summary>
/// Writes, for <c>NetCompilerReport</c>, how each layer is computed and why: on each instruction set its schedule, what that is estimated to take and what was
/// rejected for it; and where its data lies. Nothing but comments: a generator may write no other files than C#.
/// </summary>
/// <param name="declaration">The network.</param>
/// <param name="targets">The instruction sets that kernels are written for.</param>
internal sealed class ScheduleReport(NetworkDeclaration declaration, IReadOnlyList<InstructionSet> targets)
{
    /// <summary>Alternatives that are shown: beyond the fourth they are far off.</summary>
    private const int ShownAlternatives = 4;

    private readonly CodeWriter _writer = new();

    public override string ToString() => _writer.ToString();

    /// <summary>Writes the beginning.</summary>
    public void Open()
    {
        NetworkFile.Open(_writer, $"{declaration.Name}: how each layer is computed, and why. Written because NetCompilerReport is true; it changes no code.");
        _writer.Comment("""
            Cycles are estimates of the compiler for one image on one thread, with data in the caches it expects; they are there to be compared with each other. "direct r×c×v" sums
            tiles of r rows and c columns of pixels in v registers of channels each; "F(m×n)" is Winograd's method with tiles of m×n outputs. A row that begins with "tune" is what a
            tuning file (*.netcompiler.tuning.txt, an AdditionalFile) would hold to demand the schedule; edit its right side to try another.
            """);
    }

    /// <summary>Writes a program: what it needs in all, then its layers in the order in which they run.</summary>
    public void Write(CompiledProgram program)
    {
        _writer.Line();
        _writer.Comment(program.IsTraining ? "TRAINING" : "PREDICTION");
        WriteTotals(program);
        Dictionary<Value, Storage> storages = Storage.Of(program.Graph);
        foreach (Node node in program.Graph.Nodes)
        {
            _writer.Line();
            Kernel? kernel = program.Kernels.FirstOrDefault(kernel => kernel.Node == node);
            if (kernel is null)
            {
                _writer.Comment($"{node.Name}: {node.Operation.Kind} {node.Operation.Describe()}".TrimEnd() + ": nothing is computed");
                WriteMemory(node, storages);
                continue;
            }

            foreach (string line in kernel.Describe())
                _writer.Comment((line == kernel.Describe().First() ? "" : "  ") + line);
            if (node.Scale is not null)
                _writer.Comment($"  folded    {node.Scale.Name}, into the weights when they are packed");
            WriteMemory(node, storages);
            foreach (InstructionSet isa in targets)
                WriteSchedule(kernel, isa);
        }
    }

    /// <summary>Writes the graph after a pass.</summary>
    public void Write(string title, string graph)
    {
        _writer.Line();
        _writer.Comment(title);
        foreach (string line in graph.TrimEnd().Split('\n'))
            _writer.Comment($"  {line}");
    }

    private void WriteTotals(CompiledProgram program)
    {
        var writer = new ProgramWriter(program, targets);
        Row("weights", $"{Bytes(program.Graph.Parameters.Sum(parameter => parameter.Length))}, packed for the kernels {Bytes(program.Lowering.PackedLength)}");
        Row("arena", program.IsTraining
            ? $"{Bytes(program.Plan.ArenaLength)} an image, of which {Bytes(program.Plan.Arena.Needed)} are needed at once; scratch of {Bytes(writer.ScratchLength)} a thread"
            : $"{Bytes(writer.ArenaLength)}: {Bytes(program.Plan.ArenaLength)} for the image at work, of which {Bytes(program.Plan.Arena.Needed)} are needed at once; {Bytes(writer.ScratchLength)} of scratch; {CompiledProgram.BatchSize} × {Bytes(program.Plan.BatchArenaLength)} that a batch keeps");
        foreach (InstructionSet isa in targets)
        {
            ScheduleAccount[] accounts = [.. program.Kernels.Select(kernel => kernel.Account(isa)).OfType<ScheduleAccount>()];
            if (accounts.Length > 0)
                Row(isa.Name, $"{Work(accounts.Sum(account => account.MultiplyAdds), accounts.Sum(account => account.Cycles), isa)}, all convolutions and dense layers together");
        }

        void Row(string name, string text) => _writer.Comment($"  {name,-9} {text}");
    }

    private void WriteMemory(Node node, Dictionary<Value, Storage> storages)
    {
        if (node.Output.Shape.Length == 0)
            return;
        string text = $"  memory    {node.Output.Name} at {node.Output.Placement}";
        if (node.Output.PartOf is { } part)
            text += FormattableString.Invariant($", as part of {part.Whole.Name} from channel {part.Channel}");
        if (node.InPlaceOf >= 0)
            text += node.Operation.IsView ? $": a view of {node.Inputs[node.InPlaceOf].Name}" : $", in place of {node.Inputs[node.InPlaceOf].Name}";
        else if (storages[node.Output].Root is var root && root != node.Output && node.Output.PartOf is null)
            text += $", in the memory of {root.Name}";
        string[] views = [.. node.Inputs.Where(input => input.PartOf?.Whole == node.Output).Select(input => input.Name)];
        if (views.Length > 0)
            text += $"; {string.Join(", ", views)} {(views.Length == 1 ? "was" : "were")} written there already";
        _writer.Comment(text);
    }

    private void WriteSchedule(Kernel kernel, InstructionSet isa)
    {
        string schedule = kernel.DescribeSchedule(isa);
        if (schedule.Length > 0)
            _writer.Comment($"  {isa.Name,-9} {schedule}");
        if (kernel.Account(isa) is not { } account)
            return;
        _writer.Comment($"            {Work(account.MultiplyAdds, account.Cycles, isa)}");
        if (account.Alternatives.Count > 1)
        {
            IEnumerable<ScheduleAlternative> shown = account.Alternatives.Take(ShownAlternatives).Union(account.Alternatives.Where(alternative => alternative.IsChosen || IsBestOfItsKind(alternative)));
            _writer.Comment($"            cycles: {string.Join("; ", shown)}");
        }

        if (account.TuningRow.Length > 0)
            _writer.Comment($"            tune: {account.TuningRow}");

        bool IsBestOfItsKind(ScheduleAlternative alternative) =>
            alternative == account.Alternatives.First(other => other.Name.StartsWith("direct", StringComparison.Ordinal) == alternative.Name.StartsWith("direct", StringComparison.Ordinal));
    }

    /// <summary>Work by the layers' definition, and how much of the units' peak, two multiply-adds of a register a cycle, that would be.</summary>
    private static string Work(long multiplyAdds, double cycles, InstructionSet isa) => FormattableString.Invariant(
        $"{multiplyAdds:N0} multiply-adds in an estimated {cycles:N0} cycles: {multiplyAdds / cycles:N1} a cycle, where {isa.Lanes * 2} is the peak of the plain sum");

    private static string Bytes(long floats) => FormattableString.Invariant($"{floats * sizeof(float):N0} bytes");
}
