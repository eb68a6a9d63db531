using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Schedules;

/// <summary>What a Winograd schedule is chosen for: a convolution of stride 1 and the part of its output that is used.</summary>
/// <param name="InputChannels">Input channels.</param>
/// <param name="Filters">Output channels.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="Height">Output rows; without those that a pool discards.</param>
/// <param name="Width">Output columns.</param>
internal sealed record WinogradShape(int InputChannels, int Filters, int KernelHeight, int KernelWidth, int Height, int Width)
{
    /// <summary>The window of a fused pool.</summary>
    public Window? Pool { get; init; }

    /// <summary>Whether the pool may join sums before anything is done to them that needs whole rows.</summary>
    public bool PoolsInTile { get; init; }

    /// <summary>Whether errors must not exceed those of the plain sum.</summary>
    public bool StrictAccuracy { get; init; }

    private int MostInputs =>
        StrictAccuracy ? WinogradTransform.MostExactInputs
        : KernelHeight > 1 && KernelWidth > 1 ? WinogradTransform.MostInputsOfPlane
        : WinogradTransform.MostInputs;

    /// <summary>The outputs that a tile may have along an axis.</summary>
    public IEnumerable<int> Outputs(int taps, int size) =>
        taps == 1 ? [1] : Enumerable.Range(2, Math.Max(0, MostInputs - taps)).Where(outputs => outputs <= Math.Max(2, size));
}

/// <summary>
/// How a convolution is computed by Winograd's method. The output is cut into tiles; a block of tiles at a time, inputs are transformed, then multiplied plane by plane
/// (a plane is one place of all transformed tiles: a product of matrices, tiles × channels by channels × filters), and the products are transformed back.
/// </summary>
/// <param name="Rows">The transform of columns, which joins rows.</param>
/// <param name="Columns">The transform of rows.</param>
/// <param name="TileRows">Rows of tiles.</param>
/// <param name="TileColumns">Tiles in a row.</param>
/// <param name="BlockRows">Rows of tiles in a block.</param>
/// <param name="BlockColumns">Tiles of a row in a block.</param>
/// <param name="ChunkGroups">Groups of output channels whose products are kept until all planes are complete.</param>
/// <param name="Product">How a plane is multiplied.</param>
/// <param name="Prefetches">Whether the next weights are prefetched while a tile is multiplied.</param>
/// <param name="Cycles">What it is estimated to take.</param>
internal sealed record WinogradSchedule(
    WinogradTransform Rows, WinogradTransform Columns, int TileRows, int TileColumns, int BlockRows, int BlockColumns, int ChunkGroups, ContractionSchedule Product, bool Prefetches, double Cycles)
{
    /// <summary>Fewer input channels fill no block.</summary>
    private const int LeastInputChannels = 16;

    /// <summary>Larger transformed weights could not be addressed beside those of other layers.</summary>
    private const int MostWeightBytes = 1 << 30;

    /// <summary>The share of the plain sum's cycles that it may take: what saves less is not worth larger weights.</summary>
    public const double LeastGain = 0.9;

    /// <summary>More tiles at once need more cache and save nothing: the weights of deeper layers, which are read once per block, come with smaller maps.</summary>
    private const int MostBlockTiles = 128;

    /// <summary>Loads, stores and arithmetic of the transforms per cycle (measured: 64@56 both ways 100 cycles a tile for 310 operations).</summary>
    private const double TransformOperationsPerCycle = 3;

    /// <summary>What weights, or planes and products, may take before they leave the second-level cache.</summary>
    private const int CacheBytes = 768 << 10;

    /// <summary>What weights may take before they leave the last-level cache, which other layers' use too.</summary>
    private const int SharedCacheBytes = 16 << 20;

    /// <summary>
    /// Bytes of weights a cycle from memory, where they come from in a deep network, and from the last-level cache (measured: 128@28 in seven blocks 0.263 ms, 0.36 with
    /// weights from memory; in one block 0.243 and 0.25. 512@14 in two blocks 2.1 ms, in one 1.3).
    /// </summary>
    private const double MemoryBytesPerCycle = 12, FarBytesPerCycle = 25;

    /// <summary>Bytes of planes and products a cycle beyond the second-level cache: they are read and written in order.</summary>
    private const double PlaneBytesPerCycle = 64;

    /// <summary>
    /// What a group's weights in a plane may take to stay in the first-level cache from one tile to the next, if groups are not small anyway (measured: 256@14 6 tiles × 4
    /// registers 0.35 ms, 8 × 2 0.31; 32@10 4 × 4 3.9 µs, 4 × 2 4.3).
    /// </summary>
    private const int GroupBytes = 32 << 10;

    /// <summary>Twice what a thread alone may lose so that a second one has work (measured at five times this: CIFAR ResNet-20 0.150 → 0.164 ms on one thread, no faster on two).</summary>
    private const double SharingPrice = 0.04;

    /// <summary>The transformed weights above which they are prefetched (measured cold: 512@14 1.80 → 1.21 ms, 256@14 0.49 → 0.31).</summary>
    private const int PrefetchBytes = 1 << 20;

    /// <summary>Tiles with larger errors must save a quarter (measured: F(5×5) 5e-6 to 1e-5 of the largest output with 128 channels and more, F(4×4) 1e-6 to 5e-6).</summary>
    public double ErrorPrice => Math.Max(Rows.Inputs, Columns.Inputs) > (Rows.IsIdentity || Columns.IsIdentity ? 8 : 6) ? 4.0 / 3 : 1;

    /// <summary>Whether a tuning file chose it.</summary>
    public bool IsTuned { get; init; }

    public int Planes => Rows.Inputs * Columns.Inputs;

    /// <summary>Chunks of <see cref="ChunkGroups"/> groups.</summary>
    public int WholeChunks => Product.Groups / ChunkGroups;

    /// <summary>All chunks: there may be one of the groups that remain, and one of channels that fill no group.</summary>
    public int Chunks => Ceiling(Product.Groups, ChunkGroups) + (Product.TailVectors > 0 ? 1 : 0);

    /// <summary>What threads share: a block's chunks of output channels, block after block.</summary>
    public int Parts => Blocks * Chunks;

    public int BlockTiles => BlockRows * BlockColumns;

    /// <summary>Blocks along a row of tiles.</summary>
    public int Segments => (TileColumns + BlockColumns - 1) / BlockColumns;

    public int Blocks => (TileRows + BlockRows - 1) / BlockRows * Segments;

    /// <summary>Whether tiles hold whole windows of a pool.</summary>
    public bool HoldsWindows(Window pool) => Rows.Outputs % pool.Height == 0 && Columns.Outputs % pool.Width == 0;

    /// <summary>The cheapest schedule, or null if the method does not apply.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="isa">For which registers.</param>
    /// <param name="suits">Which of the possible schedules may be chosen; all if null.</param>
    public static WinogradSchedule? Choose(WinogradShape shape, InstructionSet isa, Func<WinogradSchedule, bool>? suits = null)
    {
        if (shape.InputChannels < LeastInputChannels)
            return null;
        WinogradSchedule? best = null;
        foreach (int rows in shape.Outputs(shape.KernelHeight, shape.Height))
        {
            foreach (int columns in shape.Outputs(shape.KernelWidth, shape.Width))
            {
                if (shape.KernelHeight == shape.KernelWidth && rows != columns && rows < shape.Height && columns < shape.Width)
                    continue;
                foreach (WinogradSchedule candidate in Candidates(shape, WinogradTransform.Of(rows, shape.KernelHeight), WinogradTransform.Of(columns, shape.KernelWidth), isa))
                {
                    if ((suits is null || suits(candidate)) && (best is null || candidate.Cycles * candidate.ErrorPrice < best.Cycles * best.ErrorPrice * 0.999))
                        best = candidate;
                }
            }
        }

        return best;
    }

    private static IEnumerable<WinogradSchedule> Candidates(WinogradShape shape, WinogradTransform rows, WinogradTransform columns, InstructionSet isa)
    {
        int tileRows = Ceiling(shape.Height, rows.Outputs), tileColumns = Ceiling(shape.Width, columns.Outputs);
        int blockColumns = Ceiling(tileColumns, Ceiling(tileColumns, MostBlockTiles));
        int last = 0;
        for (int bands = tileRows; bands >= 1; bands--)
        {
            int blockRows = Ceiling(tileRows, bands);
            if (blockRows == last || blockRows * blockColumns > MostBlockTiles && blockRows > 1 || blockRows > 1 && blockColumns < tileColumns)
                continue;
            last = blockRows;
            if (shape.Pool is { } pool && !(shape.PoolsInTile && rows.Outputs % pool.Height == 0 && columns.Outputs % pool.Width == 0)
                && !(Whole(blockRows, tileRows, rows.Outputs, pool.Height) && Whole(blockColumns, tileColumns, columns.Outputs, pool.Width)))
            {
                continue;
            }

            ContractionSchedule product = ContractionSchedule.Choose(PlaneProduct(shape.InputChannels, shape.Filters, blockRows * blockColumns), isa, maximumBlocks: Math.Max(3, GroupBytes / (shape.InputChannels * Layout.BlockSize * sizeof(float))))!;
            for (int groups = product.Groups; groups >= 1; groups /= 2)
            {
                var schedule = new WinogradSchedule(rows, columns, tileRows, tileColumns, blockRows, blockColumns, groups, product, false, 0);
                long weightBytes = (long)schedule.Planes * shape.InputChannels * product.AllVectors * isa.Lanes * sizeof(float);
                if (weightBytes > MostWeightBytes)
                    yield break;
                yield return schedule with { Prefetches = weightBytes > PrefetchBytes && isa.HasPrefetch, Cycles = schedule.Estimate(shape, weightBytes, isa) };
            }
        }
    }

    private static bool Whole(int blockTiles, int tiles, int outputs, int window) => blockTiles == tiles || blockTiles * outputs % window == 0;

    private static int Ceiling(int length, int part) => (length + part - 1) / part;

    private double Estimate(WinogradShape shape, long weightBytes, InstructionSet isa)
    {
        int inputVectors = Ceiling(shape.InputChannels, Layout.BlockSize) * isa.VectorsPerBlock;
        double transforms = (double)TileRows * TileColumns
            * ((inputVectors * InputOperations) + (Product.AllVectors * OutputOperations)) / TransformOperationsPerCycle;
        double products = Planes * Product.Cycles, first = 0, again = 0;
        if (weightBytes > CacheBytes)
            (first, again) = (weightBytes / MemoryBytesPerCycle, weightBytes / (weightBytes > SharedCacheBytes ? MemoryBytesPerCycle : FarBytesPerCycle));
        double inputBytes = (double)Planes * BlockTiles * inputVectors * isa.Lanes * sizeof(float);
        int chunks = Chunks;
        double chunkBytes = (double)Planes * BlockTiles * ChunkGroups * Product.GroupVectors * isa.Lanes * sizeof(float);
        double planes = inputBytes + chunkBytes > CacheBytes ? Blocks * (((chunks + 1) * inputBytes) + (2 * chunks * chunkBytes)) / PlaneBytesPerCycle : 0;

        // Prefetching hides reading behind multiplying, but for a share of it.
        double Together(double weights) => Math.Max(products, weights) + (Math.Min(products, weights) / 8);
        return (transforms + planes + Together(first) + ((Blocks - 1) * Together(again))) * (1 + (SharingPrice * (1 - Busy(2))));
    }

    /// <summary>How busy threads are on average until the last one is done.</summary>
    private double Busy(int threads) => (double)Parts / threads / Ceiling(Parts, threads);

    /// <summary>Loads, stores and steps for a register of channels of a tile.</summary>
    private int InputOperations => Rows.IsIdentity || Columns.IsIdentity
        ? (2 * Planes) + Rows.InputSteps.Steps.Count + Columns.InputSteps.Steps.Count
        : (4 * Planes) + (Columns.Inputs * Rows.InputSteps.Steps.Count) + (Rows.Inputs * Columns.InputSteps.Steps.Count);

    private int OutputOperations
    {
        get
        {
            int stores = Rows.Outputs * Columns.Outputs * 3;
            return Rows.IsIdentity || Columns.IsIdentity
                ? Planes + stores + Rows.OutputSteps.Steps.Count + Columns.OutputSteps.Steps.Count
                : Planes + stores + (2 * Rows.Outputs * Columns.Inputs) + (Columns.Inputs * Rows.OutputSteps.Steps.Count) + (Rows.Outputs * Columns.OutputSteps.Steps.Count);
        }
    }

    /// <summary>One plane's product: tiles are the points. Transformed inputs and products lie in blocks of 16 channels, a block's tiles side by side.</summary>
    /// <param name="inputChannels">Input channels.</param>
    /// <param name="filters">Output channels.</param>
    /// <param name="tiles">Tiles in a block.</param>
    public static Contraction PlaneProduct(int inputChannels, int filters, int tiles)
    {
        int full = inputChannels / Layout.BlockSize, rest = inputChannels % Layout.BlockSize, stride = tiles * Layout.BlockSize;
        var nests = new List<ReductionNest>();
        if (full > 0)
            nests.Add(new ReductionNest(0, 0, new([new ReductionLoop("block", full, stride, Layout.BlockSize), new ReductionLoop("channel", Layout.BlockSize, 1, 1)])));
        if (rest > 0)
            nests.Add(new ReductionNest(full * stride, full * Layout.BlockSize, new([new ReductionLoop("channel", rest, 1, 1)])));
        return new Contraction(
            filters, inputChannels, new(nests), 1, tiles, 0, 0, Layout.BlockSize, 0, 0, Layout.BlockSize, stride, HasBias: false, Positions.Shared);
    }

    /// <summary>The reason, for the header of the generated code.</summary>
    public string Why(double directCycles)
    {
        int products = Rows.Outputs * Columns.Outputs * Rows.Taps * Columns.Taps;
        return FormattableString.Invariant($"Winograd F({Rows.Outputs}×{Columns.Outputs}, {Rows.Taps}×{Columns.Taps}): {Planes} multiplications instead of {products}; blocks of {BlockRows}×{BlockColumns} tiles, products of {Product.TileColumns} tiles × {Product.GroupVectors} register{(Product.GroupVectors == 1 ? "" : "s")} of channels{(Prefetches ? ", weights prefetched" : "")}; {(IsTuned ? "chosen by a tuning file, " : "")}an estimated {Cycles:F0} cycles against {directCycles:F0} of the plain sum");
    }
}
