using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Schedules;

/// <summary>The loop of a contraction whose iterations are handed to threads.</summary>
internal enum DivisionAxis
{
    None,

    /// <summary>Groups of a convolution.</summary>
    Repetitions,

    /// <summary>Groups of output channels: each thread reads all of the input, and its share of the weights.</summary>
    Groups,

    /// <summary>Rows of tiles: each thread reads its share of the input, and all weights.</summary>
    Bands,
}

/// <summary>How a contraction's work is divided among threads: the tiles stay as they are, so that no result depends on it.</summary>
/// <param name="Axis">The loop that is divided.</param>
/// <param name="Parts">Its iterations.</param>
/// <param name="HasLast">Whether the last iteration is written apart, because its tiles are smaller.</param>
internal sealed record ContractionDivision(DivisionAxis Axis, int Parts, bool HasLast)
{
    public static readonly ContractionDivision None = new(DivisionAxis.None, 1, false);

    /// <param name="phases">What is computed.</param>
    /// <param name="schedule">How a phase is computed.</param>
    /// <param name="bandHeight">Rows of points of a phase that are finished together.</param>
    public static ContractionDivision Choose(IReadOnlyList<Contraction> phases, Func<Contraction, ContractionSchedule> schedule, Func<Contraction, int> bandHeight)
    {
        Contraction phase = phases[0];
        ContractionDivision groups = OfGroups(schedule(phase));
        if (phases.Count > 1)
            return phases.All(other => other.Repetition.Count == 1 && OfGroups(schedule(other)) == groups) ? groups : None;
        if (phase.Repetition.Count > 1)
            return new ContractionDivision(DivisionAxis.Repetitions, phase.Repetition.Count, false);
        if (phase.PointsAreImages || phase.Positions.Count > 1)
            return groups;
        ContractionDivision bands = OfBands(phase, bandHeight(phase));

        // What all threads read alike should be the smaller part.
        long weights = (long)phase.WeightsPerChannel * phase.OutputChannels;
        return weights > phase.InputSpan ? Better(groups, bands) : Better(bands, groups);
    }

    /// <summary>The first, unless the second keeps threads clearly busier.</summary>
    public static ContractionDivision Better(ContractionDivision first, ContractionDivision second) => second.Balance > first.Balance * 1.1 ? second : first;

    private static ContractionDivision OfGroups(ContractionSchedule schedule) => Of(DivisionAxis.Groups, schedule.Groups, schedule.TailVectors > 0);

    private static ContractionDivision OfBands(Contraction phase, int height) => Of(DivisionAxis.Bands, phase.Rows / height, phase.Rows % height > 0);

    /// <summary>Rows of tiles, however few: for a kernel that runs in stripes.</summary>
    public static ContractionDivision OfStripes(int rows, int height) => new(DivisionAxis.Bands, (rows + height - 1) / height, rows % height > 0);

    /// <summary>So many whole iterations of a loop, and perhaps a smaller one.</summary>
    public static ContractionDivision Of(DivisionAxis axis, int whole, bool hasLast) =>
        whole < 2 ? None : new ContractionDivision(axis, whole + (hasLast ? 1 : 0), hasLast);

    /// <summary>How busy two and four threads are on average until the last one is done.</summary>
    private double Balance => (Busy(2) + Busy(4)) / 2;

    private double Busy(int threads) => (double)Parts / threads / ((Parts + threads - 1) / threads);

    /// <summary>A loop over the whole iterations; over a thread's share of them, if this is the divided one.</summary>
    public CodeWriter.Scope Loop(CodeWriter w, string variable, int count, DivisionAxis axis) =>
        axis != Axis ? w.Loop(variable, count) : w.Block($"for (int {variable} = first; {variable} < {(HasLast ? $"Math.Min(end, {count})" : "end")}; {variable}++)");

    /// <summary>What follows the whole iterations, for the thread whose share it is.</summary>
    public CodeWriter.Scope Last(CodeWriter w, int index, DivisionAxis axis) =>
        axis != Axis ? w.Loop("", 1) : w.Block($"if (first <= {index} && {index} < end)");
}
