using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// The order in which a contraction's tiles are computed. Group by group of output channels, all points each, reads each weight once and the input again and again; where
/// that does not fit the cache, a block of rows of tiles goes through all groups before the next one.
/// </summary>
/// <param name="Bands">Rows of tiles.</param>
/// <param name="BandsPerBlock">Rows of tiles in a block; 0 for all of them.</param>
/// <param name="InputBlocks">Blocks of input channels that a sum reads.</param>
/// <param name="PrefetchedLines">Lines of the next group's weights that a tile prefetches for each block of input channels; 0 for none.</param>
internal sealed record ContractionOrder(int Bands, int BandsPerBlock, int InputBlocks, int PrefetchedLines)
{
    /// <summary>
    /// Weights that stay in the second-level cache, and a block's inputs that stay in the first (ResNet-50 as a whole, weights up to 64 KB: 25.2 → 24.7 ms; blocks of 384 KB
    /// with larger weights, which are then read once per block: 26.2 → 27.0).
    /// </summary>
    private const int NearWeightBytes = 64 << 10, NearInputBytes = 32 << 10;

    /// <summary>The weights above which those of the next group are prefetched: in a deep network they come from memory (ResNet-50 as a whole: 27.9 → 26.2 ms above 1 MB, → 25.2 above 60 KB; predicted 26.5).</summary>
    private const int PrefetchBytes = 60_000;

    /// <param name="contraction">What is computed.</param>
    /// <param name="schedule">Its tiles.</param>
    /// <param name="bandHeight">Rows of points that are finished together.</param>
    /// <param name="isa">For which instruction set.</param>
    /// <param name="sharesTiles">Whether other contractions, in another order, use the same tiles: none prefetches then.</param>
    public static ContractionOrder Choose(Contraction contraction, ContractionSchedule schedule, int bandHeight, InstructionSet isa, bool sharesTiles)
    {
        if (contraction.PointsAreImages || contraction.Positions.Count > 1 || contraction.Reduction.Count == 0)
            return new ContractionOrder(0, 0, 0, 0);
        int bands = Ceiling(contraction.Rows, bandHeight), groups = schedule.Groups + (schedule.TailVectors > 0 ? 1 : 0);
        long weightBytes = (long)contraction.ReductionLength * schedule.AllVectors * isa.Lanes * sizeof(float);
        long bandBytes = contraction.InputSpan * sizeof(float) * bandHeight / contraction.Rows;
        int perBlock = (int)Math.Max(1, NearInputBytes / bandBytes);
        if (groups == 1 || weightBytes > NearWeightBytes || contraction.Rows / bandHeight < 2 || perBlock * 2 > bands)
            perBlock = 0;

        int inputBlocks = contraction.Reduction[0].Loops is { Count: > 1 } loops ? loops[0].Count : 0;
        if (sharesTiles || groups == 1 || !isa.HasPrefetch || weightBytes <= PrefetchBytes || inputBlocks < 2)
            return new ContractionOrder(bands, perBlock, inputBlocks, 0);
        int tiles = (perBlock > 0 ? perBlock : bands) * Ceiling(bandHeight, schedule.TileRows) * Ceiling(contraction.Columns, schedule.TileColumns);
        int lines = contraction.ReductionLength * schedule.GroupVectors * isa.Lanes / Layout.BlockSize;
        return new ContractionOrder(bands, perBlock, inputBlocks, Ceiling(lines, tiles * inputBlocks));
    }

    private static int Ceiling(int length, int part) => (length + part - 1) / part;
}
