using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// How a convolution of few channels is computed in planes: registers hold neighbouring pixels of a row, weights are broadcast. A block of 16
/// channels would be mostly empty there.
/// </summary>
/// <param name="Filters">Filters in a tile.</param>
/// <param name="Rows">Rows of pixels in a tile.</param>
/// <param name="Vectors">Registers of pixels in a row of a tile.</param>
internal sealed record PlanarSchedule(int Filters, int Rows, int Vectors)
{
    /// <summary>Estimated cycles for a term of a register of sums.</summary>
    public double CyclesPerTerm { get; init; }

    /// <summary>
    /// Planes must save this much over blocks to be chosen: rows are loaded unaligned, and a following convolution reads planes with more loops.
    /// LeNet-5 as a whole, one thread of a Zen 5: predicted 5.5 µs for the 7.7 µs in blocks, measured 5.7 µs beside other work (5.1 µs on a quiet machine).
    /// </summary>
    private const double LeastGain = 1.5;

    /// <summary>Whether planes are worth it, by the lanes that stay empty in either form. Decided for 16 lanes, so that layouts are the same on every machine.</summary>
    public static bool Suits(ConvolutionGeometry geometry, Shape input, Window? pool)
    {
        (_, int width) = geometry.Window.OutputSize(input);
        if (geometry.Window.StrideX != 1 || (pool is not null && pool.Width != 2))
            return false;
        double blocks = Filled(geometry.Filters), planes = Filled(width);
        return planes > blocks * LeastGain;

        static double Filled(int count) => (double)count / ((count + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize);
    }

    /// <summary>The tile with the most multiply-adds per load that fits into the registers.</summary>
    /// <param name="filters">Filters of the layer.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="band">Rows that a fused pool joins, else 1.</param>
    /// <param name="isa">For which registers.</param>
    public static PlanarSchedule Choose(int filters, int width, int band, InstructionSet isa)
    {
        PlanarSchedule best = new(1, 1, 1);
        double bestCycles = double.MaxValue;
        int vectors = (width + isa.Lanes - 1) / isa.Lanes;
        foreach (int f in Divisors(filters))
        {
            foreach (int rows in Divisors(band))
            {
                foreach (int v in Divisors(vectors))
                {
                    int sums = f * rows * v;
                    if (sums + (rows * v) + 1 > isa.Registers)
                        continue;
                    // Two multiply-adds or two loads a cycle; eight sums keep the multiply-adds busy; a step of the loops costs about two.
                    double cycles = ((Math.Max(Math.Max(sums, f + (rows * v)), 8) / 2.0) + 2) / sums;
                    if (cycles < bestCycles * 0.999)
                        (best, bestCycles) = (new PlanarSchedule(f, rows, v) { CyclesPerTerm = cycles }, cycles);
                }
            }
        }

        return best;
    }

    private static IEnumerable<int> Divisors(int number) => Enumerable.Range(1, number).Where(divisor => number % divisor == 0);

    public string Why(InstructionSet isa) =>
        $"planes: {Filters} filters × {Rows}×{Vectors * isa.Lanes} pixels, {Filters * Rows * Vectors} sums, {(Filters * Rows * Vectors) + (Rows * Vectors) + 1} of {isa.Registers} registers; blocks of 16 channels would be mostly empty";
}
