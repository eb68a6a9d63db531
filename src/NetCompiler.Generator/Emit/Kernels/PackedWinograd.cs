using System.Globalization;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// Weights transformed by Winograd's method, G w Gᵀ, computed in double precision: behind the header of the plain form, for each chunk of output channels, for each plane, for each group of
/// channels, one register after the other for each input channel. Where an instruction set computes the plain sum, it is the plain form.
/// </summary>
/// <param name="Direct">The plain form.</param>
/// <param name="Choose">The schedule, or null for the plain sum.</param>
internal sealed record PackedWinograd(PackedWeights Direct, Func<InstructionSet, WinogradSchedule?> Choose) : Packing(Direct.Kernel, 0)
{
    /// <summary>Enough for every instruction set: groups never reach beyond the padded channels.</summary>
    public override int Length => Math.Max(
        Direct.Length,
        Direct.HeaderLength + (InstructionSet.All.Max(isa => Choose(isa)?.Planes ?? 0) * Contraction.PaddedChannels * InputChannels));

    public override IReadOnlyList<(string Name, Parameter Parameter)> Sources => Direct.Sources;

    public override string Comment =>
        $"Transforms {Direct.Weight.Name} for products plane by plane, in the order in which the tiles read them.";

    private Contraction Contraction => Direct.Phases[0];

    /// <summary>Floats from one filter to the next, and from one input channel to the next, in the tensor.</summary>
    private (int Filter, int Channel) Step => (Contraction.OutputWeightStep, Contraction.Reduction[0].Loops[Contraction.Reduction[0].Loops.Count - 1].WeightStep);

    private int InputChannels => Step.Filter / Step.Channel;

    public override void WriteBody(CodeWriter w, InstructionSet isa)
    {
        if (Choose(isa) is not { } schedule)
        {
            Direct.WriteBody(w, isa);
            return;
        }

        Direct.WriteHeader(w);
        (WinogradTransform rows, WinogradTransform columns, int lanes) = (schedule.Rows, schedule.Columns, isa.Lanes);
        int filters = Contraction.OutputChannels, groups = schedule.Product.Groups, width = schedule.Product.GroupVectors * lanes, tail = schedule.Product.TailVectors * lanes;
        w.Line($"double* taps = stackalloc double[{rows.Taps * columns.Taps * lanes}];");
        w.Line($"double* columns = stackalloc double[{rows.Inputs * columns.Taps * lanes}];");
        using (w.Block($"for (int first = 0; first < {schedule.Product.AllVectors * lanes}; first += {lanes})"))
        {
            w.Line($"int group = first / {width}, start = {(tail > 0 ? $"group == {groups} ? {groups} : " : "")}group / {schedule.ChunkGroups} * {schedule.ChunkGroups};");
            w.Line($"int step = {(tail > 0 ? $"group == {groups} ? {tail} : " : "")}{width};");
            w.Line($"int planeStep = {InputChannels} * {(tail > 0 ? $"(group == {groups} ? {tail} : " : "")}Math.Min({schedule.ChunkGroups}, {groups} - start) * {width}{(tail > 0 ? ")" : "")};");
            w.Line($"float* to = packed + (nint)start * {width * InputChannels * schedule.Planes} + (nint)(group - start) * {width * InputChannels} + first % {width};");
            if (filters % lanes != 0)
                w.Line($"int filters = Math.Min({lanes}, {filters} - first);");
            if (Direct.Scale is not null)
                w.Line("float* factor = factors + first;");
            using (w.Block($"for (int channel = 0; channel < {InputChannels}; channel++)"))
            {
                WriteTaps(w, lanes, filters % lanes != 0);
                WriteColumns(w, isa, schedule);
                WriteRows(w, isa, schedule);
                w.Line("to += step;");
            }
        }
    }

    /// <summary>The taps of as many filters as a register holds, tap by tap.</summary>
    private void WriteTaps(CodeWriter w, int lanes, bool partly)
    {
        w.Line($"float* from = weight + first * {Step.Filter} + channel * {Step.Channel};");
        using (w.Block($"for (int lane = 0; lane < {lanes}; lane++)"))
        {
            w.Line($"for (int tap = 0; tap < {Step.Channel}; tap++)");
            string value = $"from[tap]{(Direct.Scale is null ? "" : " * (double)factor[lane]")}";
            w.Line($"    taps[tap * {lanes} + lane] = {(partly ? $"lane < filters ? {value} : 0" : value)};");
            w.Line($"from += {Step.Filter};");
        }
    }

    /// <summary>G w: half a register's filters are a register of double precision.</summary>
    private static void WriteColumns(CodeWriter w, InstructionSet isa, WinogradSchedule schedule)
    {
        int stride = schedule.Columns.Taps * isa.Lanes;
        using (w.Block($"for (int i = 0; i < {stride}; i += {isa.Lanes / 2})"))
        {
            IReadOnlyList<string> results = Apply(w, isa, schedule.Rows.WeightSteps, schedule.Rows.Taps, "", i => TileWriter.At("taps + i", i * stride));
            for (int i = 0; i < results.Count; i++)
                w.Line($"{isa.Class}.Store({results[i]}, {TileWriter.At("columns + i", i * stride)});");
        }
    }

    /// <summary>(G w) Gᵀ, both halves of a register at once.</summary>
    private static void WriteRows(CodeWriter w, InstructionSet isa, WinogradSchedule schedule)
    {
        int taps = schedule.Columns.Taps, inputs = schedule.Columns.Inputs;
        using (w.Loop("i", schedule.Rows.Inputs))
        {
            string row = RowKernel.Place("columns", 0, ("i", schedule.Rows.Inputs, taps * isa.Lanes));
            IReadOnlyList<string> Half(string prefix, int offset) => Apply(w, isa, schedule.Columns.WeightSteps, taps, prefix, i => TileWriter.At(row, (i * isa.Lanes) + offset));
            IReadOnlyList<string> lower = Half("lower_", 0), upper = Half("upper_", isa.Lanes / 2);
            w.Line($"float* plane = to{(schedule.Rows.Inputs == 1 ? "" : $" + (nint)i * {inputs} * planeStep")};");
            for (int i = 0; i < lower.Count; i++)
            {
                w.Line(isa.Store("plane", $"{isa.Class}.Narrow({lower[i]}, {upper[i]})"));
                if (i + 1 < lower.Count)
                    w.Line("plane += planeStep;");
            }
        }
    }

    private static IReadOnlyList<string> Apply(CodeWriter w, InstructionSet isa, LinearProgram program, int count, string prefix, Func<int, string> place)
    {
        string vector = $"{isa.Class}<double>";
        for (int i = 0; i < count; i++)
            w.Line($"{vector} {prefix}x_{i} = {isa.Class}.Load({place(i)});");
        foreach (LinearStep step in program.Steps)
        {
            string value = prefix + step.Value, product = step.Factor == 1 || step.Factor == -1 ? value : $"{value} * {Literal(step.Factor)}";
            w.Line($"{vector} {prefix}{step.Target} = {(
                step.Summand is null ? step.Factor == -1 ? $"-{value}" : product
                : step.Factor == -1 ? $"{prefix}{step.Summand} - {product}"
                : $"{prefix}{step.Summand} + {product}")};");
        }

        return [.. program.Results.Select(result => prefix + result)];
    }

    private static string Literal(Rational value) => ((double)value).ToString("R", CultureInfo.InvariantCulture) + "d";
}
