using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// How a depthwise convolution is computed: one register of channels, a tile of pixels. The weights of a row of taps stay in registers while the inputs
/// pass by, each loaded once for all pixels whose windows hold it. A row too long for that goes tap by tap, and each multiply-add loads its input.
/// </summary>
/// <param name="TileRows">Rows of pixels in a tile.</param>
/// <param name="TileColumns">Pixels in a row of a tile.</param>
/// <param name="Cycles">What all tiles of a register of channels are estimated to take.</param>
internal sealed record DepthwiseSchedule(int TileRows, int TileColumns, double Cycles)
{
    /// <summary>As for contractions: fewer independent sums leave units idle, and a tile costs a call and mispredicted exits of loops.</summary>
    private const int IndependentSums = 8;
    private const int TileOverhead = 20;

    /// <summary>One register for the weights of a tap, and one for an input where it is no operand of the multiplication.</summary>
    private const int OtherRegisters = 2;

    /// <summary>
    /// Whether a tile's sums leave registers for a row of taps and an input. A 3×3 window then loads half as much as it multiplies, which leaves time for what comes
    /// from farther caches (measured at stride 1, one load per multiply-add before: 144 channels at 56×56 47 → 42 µs, predicted 40; 192 at 28×28 15.4 → 13.4; at stride 2 no difference).
    /// </summary>
    /// <param name="rows">Rows of pixels in the tile.</param>
    /// <param name="columns">Pixels in a row of the tile.</param>
    /// <param name="columnStep">From one pixel to the next in the input.</param>
    /// <param name="taps">The row of taps.</param>
    /// <param name="isa">For which registers.</param>
    public static bool HoldsTaps(int rows, int columns, int columnStep, ReductionLoop taps, InstructionSet isa)
    {
        int points = rows * columns;
        return points >= IndependentSums && points + taps.Count + 1 <= isa.Registers && Inputs(columns, columnStep, taps) < columns * taps.Count;
    }

    /// <summary>
    /// What a row of taps reads for a row of pixels: an input for each tap of each pixel, less one for each that meets an input again, so many pixels and taps further on.
    /// </summary>
    private static int Inputs(int columns, int columnStep, ReductionLoop taps)
    {
        (int a, int b) = (Math.Abs(columnStep), Math.Abs(taps.InputStep));
        while (b != 0)
            (a, b) = (b, a % b);
        int common = Math.Max(1, a), pixels = Math.Abs(taps.InputStep) / common, steps = Math.Abs(columnStep) / common;
        return (columns * taps.Count) - (Math.Max(0, columns - pixels) * Math.Max(0, taps.Count - steps));
    }

    /// <param name="contraction">What is computed for any one channel.</param>
    /// <param name="isa">For which registers.</param>
    /// <param name="stripe">Rows that are computed at a time; tiles do not cross them.</param>
    public static DepthwiseSchedule Choose(Contraction contraction, InstructionSet isa, int stripe)
    {
        (int rows, int columns) = (contraction.Rows, contraction.Columns);
        List<ReductionNest> nests = [.. contraction.Reduction.Select(nest => nest.Merged())];
        DepthwiseSchedule? best = null;
        for (int tileRows = 1; tileRows <= Math.Min(stripe, 8); tileRows++)
        {
            if (stripe < rows && stripe % tileRows != 0)
                continue;
            for (int tileColumns = 1; tileColumns <= columns && (tileRows * tileColumns) + OtherRegisters <= isa.Registers; tileColumns++)
            {
                double cycles = 0;
                foreach ((int height, int rowTiles) in ContractionSchedule.Split(rows, tileRows))
                {
                    foreach ((int width, int columnTiles) in ContractionSchedule.Split(columns, tileColumns))
                        cycles += (double)rowTiles * columnTiles * TileCycles(height, width);
                }

                if (best is null || cycles < best.Cycles * 0.999)
                    best = new DepthwiseSchedule(tileRows, tileColumns, cycles);
            }
        }

        return best!;

        // Two loads and two multiply-adds a cycle; a step of the loops costs about one.
        double TileCycles(int height, int width)
        {
            int points = height * width;
            double cycles = TileOverhead + points;
            foreach (ReductionNest nest in nests)
            {
                ReductionLoop taps = nest.Innermost;
                double sums = Math.Max(points, IndependentSums);
                cycles += HoldsTaps(height, width, contraction.InputColumnStep, taps, isa)
                    ? nest.Count / taps.Count * ((Math.Max(taps.Count * sums, taps.Count + (height * Inputs(width, contraction.InputColumnStep, taps))) / 2) + 1)
                    : nest.Count * (((sums + 1) / 2) + 1);
            }

            return cycles;
        }
    }

    /// <summary>The taps whose gradients are summed together over all pixels.</summary>
    public static TapBox ChooseBox(int kernelHeight, int kernelWidth, InstructionSet isa)
    {
        TapBox best = new(1, 1, 1);
        double bestCycles = double.MaxValue;
        for (int rows = 1; rows <= kernelHeight; rows++)
        {
            for (int columns = 1; columns <= kernelWidth; columns++)
            {
                int sums = rows * columns;
                if (kernelHeight % rows != 0 || kernelWidth % columns != 0 || sums + OtherRegisters > isa.Registers)
                    continue;
                double cycles = Math.Max(sums + 1, IndependentSums) / 2.0 / sums;
                if (cycles < bestCycles)
                    (best, bestCycles) = (new TapBox(1, rows, columns), cycles);
            }
        }

        return best;
    }

    public string Why(Contraction contraction, InstructionSet isa)
    {
        int sums = TileRows * TileColumns;
        int others = contraction.Reduction.Select(nest => nest.Merged().Innermost)
            .Select(taps => HoldsTaps(TileRows, TileColumns, contraction.InputColumnStep, taps, isa) ? taps.Count + 1 : OtherRegisters).DefaultIfEmpty(1).Max();
        return $"{TileRows}×{TileColumns} pixels × 1 register of channels: {sums} sums, {sums + others} of {isa.Registers} registers, least of all tiles at an estimated {Cycles:F0} cycles";
    }
}
