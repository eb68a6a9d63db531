using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// How a depthwise convolution is computed: one register of channels, a tile of pixels. Each multiply-add loads its input, so one register of weights
/// serves all pixels of a tile and as many as possible are computed together.
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

    /// <param name="rows">Rows of pixels.</param>
    /// <param name="columns">Pixels in a row.</param>
    /// <param name="taps">Weights of a channel.</param>
    /// <param name="isa">For which registers.</param>
    public static DepthwiseSchedule Choose(int rows, int columns, int taps, InstructionSet isa)
    {
        DepthwiseSchedule? best = null;
        for (int tileRows = 1; tileRows <= Math.Min(rows, 8); tileRows++)
        {
            for (int tileColumns = 1; tileColumns <= columns && (tileRows * tileColumns) + OtherRegisters <= isa.Registers; tileColumns++)
            {
                double cycles = 0;
                foreach ((int height, int rowTiles) in ContractionSchedule.Split(rows, tileRows))
                {
                    foreach ((int width, int columnTiles) in ContractionSchedule.Split(columns, tileColumns))
                        cycles += (double)rowTiles * columnTiles * TileCycles(height * width, taps);
                }

                if (best is null || cycles < best.Cycles * 0.999)
                    best = new DepthwiseSchedule(tileRows, tileColumns, cycles);
            }
        }

        return best!;
    }

    /// <summary>Two loads a cycle, and one more for the weights; a step of the loops costs about one.</summary>
    private static double TileCycles(int points, int taps) => (taps * ((Math.Max(points + 1, IndependentSums) / 2.0) + 1)) + TileOverhead + points;

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

    public string Why(InstructionSet isa) =>
        $"{TileRows}×{TileColumns} pixels × 1 register of channels: {TileRows * TileColumns} sums, {(TileRows * TileColumns) + OtherRegisters} of {isa.Registers} registers, least of all tiles at an estimated {Cycles:F0} cycles";
}
