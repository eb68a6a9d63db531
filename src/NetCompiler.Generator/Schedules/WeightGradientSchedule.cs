using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Schedules;

/// <summary>A box of taps whose gradients are summed together: so many channels, rows and columns of the window.</summary>
internal sealed record TapBox(int Channels, int Rows, int Columns)
{
    public int Count => Channels * Rows * Columns;
}

/// <summary>Input channels that are treated alike: all whole blocks, the channels of the last block, or all planes.</summary>
/// <param name="Blocks">How many blocks.</param>
/// <param name="Channels">Channels in each.</param>
/// <param name="Box">The taps summed together.</param>
internal sealed record TapSegment(int Blocks, int Channels, TapBox Box)
{
    /// <summary>Boxes in the segment.</summary>
    public int Boxes(int kernelHeight, int kernelWidth) =>
        Blocks * (Channels / Box.Channels) * (kernelHeight / Box.Rows) * (kernelWidth / Box.Columns);
}

/// <summary>
/// How a weight gradient is computed: for a box of taps and a few registers of output channels the sums over all pixels of an image stay in
/// registers; between images they are kept beside the packed weights. Every sum runs over the batch in order, whatever the number of threads.
/// </summary>
/// <param name="GroupVectors">Registers of output channels in a tile.</param>
/// <param name="TailVectors">The same for the last group; 0 if the channels divide.</param>
/// <param name="Groups">Whole groups.</param>
/// <param name="Segments">The input channels.</param>
internal sealed record WeightGradientSchedule(int GroupVectors, int TailVectors, int Groups, IReadOnlyList<TapSegment> Segments)
{
    private const int IndependentSums = 8;

    /// <summary>Loading and storing the sums around an image, per tile.</summary>
    private const int TileOverhead = 20;

    public int AllGroups => Groups + (TailVectors > 0 ? 1 : 0);

    /// <param name="inputSegments">Blocks and channels in each, per segment.</param>
    /// <param name="filters">Output channels.</param>
    /// <param name="kernelHeight">Rows of the window.</param>
    /// <param name="kernelWidth">Columns of the window.</param>
    /// <param name="terms">Pixels that one tile sums before it stores.</param>
    /// <param name="isa">For which registers.</param>
    public static WeightGradientSchedule Choose(
        IReadOnlyList<(int Blocks, int Channels)> inputSegments, int filters, int kernelHeight, int kernelWidth, int terms, InstructionSet isa)
    {
        int vectors = (filters + isa.Lanes - 1) / isa.Lanes;
        WeightGradientSchedule? best = null;
        double bestCycles = double.MaxValue;
        IEnumerable<int> groups = vectors <= isa.VectorsPerBlock ? [vectors] : new[] { isa.VectorsPerBlock, 2 * isa.VectorsPerBlock }.Where(g => g <= vectors);
        foreach (int group in groups)
        {
            double cycles = 0;
            var segments = new List<TapSegment>();
            foreach ((int blocks, int channels) in inputSegments)
            {
                (TapBox box, double perTerm) = BestBox(channels, kernelHeight, kernelWidth, group, terms, isa);
                var segment = new TapSegment(blocks, channels, box);
                segments.Add(segment);
                cycles += perTerm * segment.Boxes(kernelHeight, kernelWidth);
            }

            cycles *= Math.Ceiling(vectors / (double)group);
            if (cycles < bestCycles)
            {
                bestCycles = cycles;
                best = new WeightGradientSchedule(group, vectors % group, vectors / group, segments);
            }
        }

        return best!;
    }

    private static (TapBox Box, double Cycles) BestBox(int channels, int kernelHeight, int kernelWidth, int group, int terms, InstructionSet isa)
    {
        TapBox best = new(1, 1, 1);
        double bestCycles = double.PositiveInfinity;
        foreach (int c in Divisors(channels))
        {
            foreach (int y in Divisors(kernelHeight))
            {
                foreach (int x in Divisors(kernelWidth))
                {
                    int sums = c * y * x * group;
                    bool embedded = group == 1 && isa.HasEmbeddedBroadcast;
                    if (sums + group + (embedded ? 0 : 1) > isa.Registers)
                        continue;
                    double perTerm = Math.Max(Math.Max(sums, (c * y * x) + group), IndependentSums) / 2.0;
                    double boxes = (double)channels / c * kernelHeight / y * kernelWidth / x;
                    double cycles = boxes * ((perTerm * terms) + TileOverhead + (2 * sums));
                    if (cycles < bestCycles * 0.999)
                        (best, bestCycles) = (new TapBox(c, y, x), cycles);
                }
            }
        }

        return (best, bestCycles * best.Count / (channels * kernelHeight * kernelWidth));
    }

    private static IEnumerable<int> Divisors(int number) => Enumerable.Range(1, number).Where(divisor => number % divisor == 0 && divisor <= 32);

    public string Why(InstructionSet isa)
    {
        TapBox box = Segments[0].Box;
        return $"{box.Channels}×{box.Rows}×{box.Columns} taps × {GroupVectors} register{(GroupVectors == 1 ? "" : "s")} of channels: {box.Count * GroupVectors} sums of {isa.Registers} registers";
    }
}
