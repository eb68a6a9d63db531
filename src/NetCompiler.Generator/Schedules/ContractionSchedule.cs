using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// How a <see cref="Contraction"/> is computed: output channels in groups of registers, points in tiles, the whole sum of a tile in registers.
/// </summary>
/// <param name="GroupVectors">Registers of output channels that a tile computes.</param>
/// <param name="TailVectors">The same for the last group, if the channels do not divide; else 0.</param>
/// <param name="Groups">Whole groups.</param>
/// <param name="TileRows">Rows of points in a tile.</param>
/// <param name="TileColumns">Points in a row of a tile.</param>
/// <param name="UsesLanes">Whether inputs are multiplied by lane, four channels to a load.</param>
/// <param name="Cycles">What all tiles are estimated to take.</param>
internal sealed record ContractionSchedule(
    int GroupVectors, int TailVectors, int Groups, int TileRows, int TileColumns, bool UsesLanes, double Cycles)
{
    /// <summary>Cycles from one multiply-add to the next that needs its result, times two units: fewer independent sums leave units idle (Zen 4/5, Intel since Skylake).</summary>
    private const int IndependentSums = 8;

    /// <summary>Entering and leaving a tile: a call, the bias, and the mispredicted exits of two or three loops. An estimate, which only breaks near-ties.</summary>
    private const int TileOverhead = 20;

    /// <summary>The images of a batch are handed to threads in multiples of this, and tiles divide it: no result depends on the number of threads.</summary>
    public const int ImageGrain = 8;

    /// <summary>Whether a tuning file chose it.</summary>
    public bool IsTuned { get; init; }

    public int AllVectors => (Groups * GroupVectors) + TailVectors;

    /// <summary>Independent partial sums per output where a tile has too few outputs to keep the units busy.</summary>
    public static int Chains(int sums, int innermostCount)
    {
        int chains = 1;
        while (sums * chains < IndependentSums && innermostCount % (chains * 2) == 0 && innermostCount / (chains * 2) >= 2)
            chains *= 2;
        return chains;
    }

    /// <param name="contraction">What is computed.</param>
    /// <param name="isa">For which registers.</param>
    /// <param name="poolHeight">Rows of points that a fused pool joins; 1 without one.</param>
    /// <param name="poolWidth">Columns of points that a fused pool joins; 1 without one.</param>
    /// <param name="maximumRows">The highest tile: what a pool that reads a band of rows from scratch joins.</param>
    /// <param name="maximumBlocks">The most blocks of 16 channels in a group.</param>
    /// <param name="suits">Which of the possible schedules may be chosen; all if null.</param>
    /// <returns>The schedule, or null if none suits or a fused pool needs more sums than there are registers.</returns>
    public static ContractionSchedule? Choose(
        Contraction contraction, InstructionSet isa, int poolHeight = 1, int poolWidth = 1, int maximumRows = int.MaxValue, int maximumBlocks = 4,
        Func<ContractionSchedule, bool>? suits = null)
    {
        int vectors = (contraction.OutputChannels + isa.Lanes - 1) / isa.Lanes;
        bool lanes = isa.HasLaneMultiplyAdd && contraction.InnermostIsContiguous;
        ContractionSchedule? best = null;
        foreach (int group in GroupSizes(vectors, isa, maximumBlocks))
        {
            if (contraction.PointsAreImages)
            {
                for (int images = 1; images <= ImageGrain; images *= 2)
                    Consider(group, 1, images, ImageGrain);
                continue;
            }

            for (int rows = poolHeight; rows <= contraction.Rows && rows <= Math.Min(maximumRows, Math.Max(8, poolHeight)); rows += poolHeight)
            {
                for (int columns = poolWidth; columns <= contraction.Columns; columns += poolWidth)
                    Consider(group, rows, columns, contraction.Columns);
            }
        }

        return best;

        void Consider(int group, int tileRows, int tileColumns, int allColumns)
        {
            int points = tileRows * tileColumns, sums = points * group;
            if (RegistersNeeded(points, group, lanes, isa) > isa.Registers && sums > 1)
                return;
            int groups = vectors / group, tail = vectors % group;
            double cycles = 0;
            foreach ((int width, int count) in new[] { (group, groups), (tail, tail > 0 ? 1 : 0) })
            {
                if (count == 0)
                    continue;
                foreach ((int rows, int rowTiles) in Split(contraction.Rows / poolHeight * poolHeight, tileRows))
                {
                    foreach ((int columns, int columnTiles) in Split(allColumns / poolWidth * poolWidth, tileColumns))
                        cycles += (double)count * rowTiles * columnTiles * TileCycles(rows * columns, width, contraction, lanes);
                }
            }

            var schedule = new ContractionSchedule(group, tail, groups, tileRows, tileColumns, lanes, cycles);
            if ((suits is null || suits(schedule)) && (best is null || cycles < best.Cycles * 0.999))
                best = schedule;
        }
    }

    /// <summary>The reason, for the header of the generated code.</summary>
    public string Why(Contraction contraction, InstructionSet isa)
    {
        int points = TileRows * TileColumns;
        string what = contraction.PointsAreImages ? $"{TileColumns} image{(TileColumns == 1 ? "" : "s")}" : $"{TileRows}×{TileColumns} pixels";
        return $"{what} × {GroupVectors} register{(GroupVectors == 1 ? "" : "s")} of channels: {points * GroupVectors} sums, {RegistersNeeded(points, GroupVectors, UsesLanes, isa)} of {isa.Registers} registers, {(IsTuned ? "chosen by a tuning file" : "least of all tiles")} at an estimated {Cycles:F0} cycles";
    }

    /// <summary>
    /// Groups are whole blocks of 16 channels, so that each starts a cache line; a layer smaller than a block uses only the registers it fills.
    /// </summary>
    private static IEnumerable<int> GroupSizes(int vectors, InstructionSet isa, int maximumBlocks)
    {
        if (vectors <= isa.VectorsPerBlock)
            return [vectors];
        return Enumerable.Range(1, Math.Max(1, Math.Min(maximumBlocks, 4 / isa.VectorsPerBlock))).Select(blocks => blocks * isa.VectorsPerBlock).Where(group => group <= vectors);
    }

    /// <summary>
    /// Sums, weights of one step, and the inputs that are live at once: none with embedded broadcasts and a single weight register, one per point
    /// with multiplication by lane, else one. One register too many halves the speed of a tile (measured: 14×2 at 100 % of peak, 15×2 at 44 %).
    /// </summary>
    private static int RegistersNeeded(int points, int group, bool lanes, InstructionSet isa)
    {
        int sums = points * group;
        if (lanes)
            return sums + points + 1;
        return sums + group + (group == 1 && isa.HasEmbeddedBroadcast ? 0 : 1);
    }

    private static double TileCycles(int points, int group, Contraction contraction, bool lanes)
    {
        double multiplyAdds = points * group;
        double loads = lanes ? group + (points / 4.0) : group + points;
        double perTerm = Math.Max(Math.Max(multiplyAdds, loads), IndependentSums) / 2;
        return (perTerm * contraction.ReductionLength) + TileOverhead + multiplyAdds;
    }

    /// <summary>A length cut into tiles: the whole ones, and the rest as a smaller one.</summary>
    public static IEnumerable<(int Size, int Count)> Split(int length, int tile)
    {
        if (length / tile > 0)
            yield return (tile, length / tile);
        if (length % tile > 0)
            yield return (length % tile, 1);
    }
}
