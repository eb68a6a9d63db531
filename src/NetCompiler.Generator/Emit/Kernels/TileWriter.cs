using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// Writes the register tile of a contraction: sums for a few points and registers of channels stay in named locals while the reduction runs.
/// Weights are read as one stream, in exactly the order in which <see cref="PackedWeights"/> lays them out.
/// </summary>
/// <param name="Contraction">What is computed.</param>
/// <param name="Isa">For which registers.</param>
/// <param name="Rows">Rows of points.</param>
/// <param name="Columns">Points in a row.</param>
/// <param name="Vectors">Registers of channels.</param>
/// <param name="UsesLanes">Whether inputs are multiplied by lane.</param>
/// <param name="IsDepthwise">Whether each channel has its own input: a lane of the input meets the same lane of the weights, a block of which belongs to a term.</param>
internal sealed record TileWriter(Contraction Contraction, InstructionSet Isa, int Rows, int Columns, int Vectors, bool UsesLanes, bool IsDepthwise = false)
{
    public string Parameters => $"float* input, {(Contraction.Summand is null ? "" : "float* summand, ")}float* weights, float* bias, float* output{(PrefetchedLines > 0 ? ", float* next" : "")}";

    /// <summary>Lines prefetched from a pointer <c>next</c> on, which they advance, for each block of input channels: other weights, for which the tile leaves time.</summary>
    public int PrefetchedLines { get; init; }

    private int Points => Rows * Columns;

    /// <summary>Floats of weights from one term to the next.</summary>
    private int WeightsPerTerm => IsDepthwise ? Layout.BlockSize : Vectors * Isa.Lanes;

    private IEnumerable<(int Point, int Row, int Column)> EachPoint()
    {
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
                yield return ((row * Columns) + column, row, column);
        }
    }

    private int InputOffset(int row, int column) => (row * Contraction.InputRowStep) + (column * Contraction.InputColumnStep);

    public static string Sum(int point, int vector) => $"acc_{point}_{vector}";

    /// <summary>Writes everything up to the finished sums, which are then in the locals that <see cref="Sum"/> names.</summary>
    public void WriteSums(CodeWriter w)
    {
        List<ReductionNest> nests = [.. Contraction.Reduction.Select(nest => nest.Merged())];
        int partialSums = nests.Select(Chains).DefaultIfEmpty(1).Max();
        WriteStart(w, partialSums);
        if (nests.Count > 0)
            w.Line("float* x = input;");
        for (int i = 0; i < nests.Count; i++)
        {
            if (i > 0 || nests[i].InputOffset != 0)
                w.Line($"x = {At("input", nests[i].InputOffset)};");
            WriteLoop(w, nests[i], 0, Chains(nests[i]));
        }

        foreach ((string sum, string part) in PartialSums(partialSums))
            w.Line($"{sum} = {Isa.Add(sum, part)};");
    }

    private IEnumerable<(string Sum, string Part)> PartialSums(int chains)
    {
        for (int chain = 1; chain < chains; chain++)
        {
            for (int point = 0; point < Points; point++)
            {
                for (int vector = 0; vector < Vectors; vector++)
                    yield return (Sum(point, vector), Chain(point, vector, chain));
            }
        }
    }

    private int Chains(ReductionNest nest) => UsesLanes ? 1 : ContractionSchedule.Chains(Points * Vectors, nest.Innermost.Count);

    private void WriteStart(CodeWriter w, int partialSums)
    {
        for (int vector = 0; vector < Vectors; vector++)
        {
            string start = Contraction.HasBias ? Isa.Load(At("bias", vector * Isa.Lanes)) : Isa.Zero;
            w.Line($"{Isa.Vector} {Sum(0, vector)} = {start};");
            foreach ((int point, int row, int column) in EachPoint().Skip(1))
            {
                int bias = (row * Contraction.BiasRowStep) + (column * Contraction.BiasColumnStep) + (vector * Isa.Lanes);
                w.Line($"{Isa.Vector} {Sum(point, vector)} = {(Contraction.BiasPerPoint ? Isa.Load(At("bias", bias)) : Sum(0, vector))};");
            }
        }

        if (partialSums > 1)
            w.Comment($"{partialSums} partial sums per output: one alone would wait for its own last addition.");
        foreach ((_, string part) in PartialSums(partialSums))
            w.Line($"{Isa.Vector} {part} = {Isa.Zero};");
        w.Line();
    }

    private void WriteLoop(CodeWriter w, ReductionNest nest, int depth, int chains)
    {
        if (depth >= nest.Loops.Count - 1)
        {
            ReductionLoop innermost = nest.Innermost;
            if (IsDepthwise && DepthwiseSchedule.HoldsTaps(Rows, Columns, Contraction.InputColumnStep, innermost, Isa))
            {
                using (w.Scoped())
                {
                    WriteRowOfTaps(w, innermost);
                    Advance(w, innermost.Count, innermost.InputStep);
                }

                return;
            }

            int unroll = UsesLanes ? 4 : chains;
            if (innermost.Count == unroll)
            {
                using (w.Scoped())
                {
                    WriteTerms(w, unroll, innermost.InputStep);
                    Advance(w, unroll, innermost.InputStep);
                }

                return;
            }

            string step = unroll == 1 ? $"{innermost.Name}++" : $"{innermost.Name} += {unroll}";
            using (w.Block($"for (int {innermost.Name} = 0; {innermost.Name} < {innermost.Count}; {step})"))
            {
                WriteTerms(w, unroll, innermost.InputStep);
                Advance(w, unroll, innermost.InputStep);
            }

            return;
        }

        ReductionLoop loop = nest.Loops[depth];
        ReductionLoop inner = nest.Loops[depth + 1];
        using (w.Block($"for (int {loop.Name} = 0; {loop.Name} < {loop.Count}; {loop.Name}++)"))
        {
            if (depth == 0)
                WritePrefetch(w);
            WriteLoop(w, nest, depth + 1, chains);
            int gap = loop.InputStep - (inner.Count * inner.InputStep);
            if (gap != 0)
                w.Line(gap > 0 ? $"x += {gap};" : $"x -= {-gap};");
        }
    }

    private void WritePrefetch(CodeWriter w)
    {
        if (PrefetchedLines == 0)
            return;
        for (int line = 0; line < PrefetchedLines; line++)
            w.Line(Isa.Prefetch(At("next", line * Layout.BlockSize)));
        w.Line($"next += {PrefetchedLines * Layout.BlockSize};");
    }

    private void Advance(CodeWriter w, int terms, int inputStep)
    {
        if (inputStep != 0)
            w.Line(terms * inputStep == 1 ? "x++;" : inputStep > 0 ? $"x += {terms * inputStep};" : $"x -= {-terms * inputStep};");
        w.Line($"weights += {terms * WeightsPerTerm};");
    }

    private void WriteTerms(CodeWriter w, int terms, int inputStep)
    {
        if (UsesLanes)
        {
            WriteTermsByLane(w);
            return;
        }

        for (int term = 0; term < terms; term++)
        {
            string suffix = terms > 1 ? $"_{term}" : "";
            for (int vector = 0; vector < Vectors; vector++)
                w.Line($"{Isa.Vector} weights_{vector}{suffix} = {Isa.Load(At("weights", (term * WeightsPerTerm) + (vector * Isa.Lanes)))};");
            foreach ((int point, int row, int column) in EachPoint())
            {
                string from = At("x", InputOffset(row, column) + (term * inputStep)), x = IsDepthwise ? Isa.Load(from) : Isa.Broadcast(from);
                if (!IsDepthwise && (Vectors > 1 || !Isa.HasEmbeddedBroadcast))
                {
                    w.Line($"{Isa.Vector} x_{point}{suffix} = {x};");
                    x = $"x_{point}{suffix}";
                }

                for (int vector = 0; vector < Vectors; vector++)
                {
                    string sum = Chain(point, vector, term);
                    w.Line($"{sum} = {Isa.MultiplyAdd(x, $"weights_{vector}{suffix}", sum)};");
                }
            }
        }
    }

    /// <summary>A row of taps at once: their weights stay in registers, and each input is loaded once for all points whose windows hold it.</summary>
    private void WriteRowOfTaps(CodeWriter w, ReductionLoop taps)
    {
        for (int tap = 0; tap < taps.Count; tap++)
            w.Line($"{Isa.Vector} weights_{tap} = {Isa.Load(At("weights", tap * WeightsPerTerm))};");

        // Inputs that the same taps of neighbouring points meet follow each other: a sum that is added to right away would have to be waited for.
        int step = Math.Max(1, Math.Abs(Contraction.InputColumnStep));
        for (int row = 0; row < Rows; row++)
        {
            var uses = from column in Enumerable.Range(0, Columns)
                       from tap in Enumerable.Range(0, taps.Count)
                       orderby tap
                       group (Point: (row * Columns) + column, Tap: tap) by InputOffset(row, column) + (tap * taps.InputStep) into input
                       orderby Math.Abs(input.Key - InputOffset(row, 0)) % step, input.Key
                       select input;
            foreach (var (input, number) in uses.Select((input, number) => (input, number)))
            {
                string x = Isa.Load(At("x", input.Key));
                if (input.Skip(1).Any())
                {
                    w.Line($"{Isa.Vector} x_{row}_{number} = {x};");
                    x = $"x_{row}_{number}";
                }

                foreach ((int point, int tap) in input)
                    w.Line($"{Sum(point, 0)} = {Isa.MultiplyAdd(x, $"weights_{tap}", Sum(point, 0))};");
            }
        }
    }

    /// <summary>Four terms at once: one register of inputs per point, weights one register at a time.</summary>
    private void WriteTermsByLane(CodeWriter w)
    {
        foreach ((int point, int row, int column) in EachPoint())
            w.Line($"{Isa.Vector} x_{point} = {Isa.Load(At("x", InputOffset(row, column)))};");
        for (int lane = 0; lane < 4; lane++)
        {
            for (int vector = 0; vector < Vectors; vector++)
            {
                string weights = $"weights_{lane}_{vector}";
                w.Line($"{Isa.Vector} {weights} = {Isa.Load(At("weights", ((lane * Vectors) + vector) * Isa.Lanes))};");
                foreach ((int point, _, _) in EachPoint())
                    w.Line($"{Sum(point, vector)} = {Isa.MultiplyAddLane($"x_{point}", lane, weights, Sum(point, vector))};");
            }
        }
    }

    private static string Chain(int point, int vector, int chain) => chain == 0 ? Sum(point, vector) : $"{Sum(point, vector)}_part_{chain}";

    /// <summary>Where a register of channels lies relative to the first one of the group.</summary>
    public int OutputOffset(int vector, int blockStride) =>
        (vector / Isa.VectorsPerBlock * blockStride) + (vector % Isa.VectorsPerBlock * Isa.Lanes);

    public static string At(string pointer, int offset) => offset == 0 ? pointer : offset > 0 ? $"{pointer} + {offset}" : $"{pointer} - {-offset}";
}
