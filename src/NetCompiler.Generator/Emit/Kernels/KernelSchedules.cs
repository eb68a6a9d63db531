using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Pooling;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>What is done to the sums of a contraction while they are in registers, and what once a band of rows is complete.</summary>
internal sealed record ContractionEpilogue(IReadOnlyList<Operation> InTile, IReadOnlyList<Operation> AfterBand)
{
    /// <summary>
    /// Whether a node's kernel can apply a further function or sum: one function before the sum and one after it. A value is added while the result is
    /// in registers, so only short functions come before it.
    /// </summary>
    public static bool CanTake(Node node, Operation following) =>
        following.AddsSummand
            ? node.Epilogue.TrueForAll(operation => operation is ActivationOperation { FitsInTile: true })
            : following is ActivationOperation && !node.Epilogue.Skip(node.Epilogue.FindIndex(operation => operation.AddsSummand) + 1).OfType<ActivationOperation>().Any();

    public PoolOperation? PoolInTile => InTile.OfType<PoolOperation>().FirstOrDefault();

    public PoolOperation? PoolAfterBand => AfterBand.OfType<PoolOperation>().FirstOrDefault();
}

/// <summary>The schedules of one program's kernels. A kernel asks for its own again and again, and many layers are alike: each is searched for once.</summary>
internal sealed class KernelSchedules
{
    private readonly Dictionary<(Size, InstructionSet, int PoolHeight, int PoolWidth, int MaximumRows), ContractionSchedule?> _known = [];

    private readonly Dictionary<(EquatableArray<(int, int)>, int Filters, int Height, int Width, int Terms, InstructionSet), WeightGradientSchedule> _knownGradients = [];

    private readonly Dictionary<(WinogradShape, InstructionSet), WinogradSchedule?> _knownWinograd = [];

    /// <summary>All that a contraction's schedule depends on.</summary>
    private readonly record struct Size(int OutputChannels, int ReductionLength, int Rows, int Columns, bool InnermostIsContiguous);

    private ContractionSchedule? Choose(Contraction phase, InstructionSet isa, int poolHeight = 1, int poolWidth = 1, int maximumRows = int.MaxValue)
    {
        var key = (new Size(phase.OutputChannels, phase.ReductionLength, phase.Rows, phase.Columns, phase.InnermostIsContiguous), isa, poolHeight, poolWidth, maximumRows);
        if (!_known.TryGetValue(key, out ContractionSchedule? schedule))
            _known[key] = schedule = ContractionSchedule.Choose(phase, isa, poolHeight, poolWidth, maximumRows);
        return schedule;
    }

    /// <summary>As <see cref="WeightGradientSchedule.Choose"/>.</summary>
    public WeightGradientSchedule WeightGradient(EquatableArray<(int Blocks, int Channels)> segments, int filters, int height, int width, int terms, InstructionSet isa)
    {
        var key = (segments, filters, height, width, terms, isa);
        if (!_knownGradients.TryGetValue(key, out WeightGradientSchedule? schedule))
            _knownGradients[key] = schedule = WeightGradientSchedule.Choose(segments, filters, height, width, terms, isa);
        return schedule;
    }

    /// <summary>The schedule of a convolution by Winograd's method, if that is cheaper than its plain sum.</summary>
    public WinogradSchedule? Winograd(Node node, WinogradShape shape, Contraction direct, InstructionSet isa)
    {
        if (!_knownWinograd.TryGetValue((shape, isa), out WinogradSchedule? schedule))
            _knownWinograd[(shape, isa)] = schedule = WinogradSchedule.Choose(shape, isa);
        return schedule is not null && schedule.Cycles < WinogradSchedule.LeastGain * Of(node, direct, isa).Cycles ? schedule : null;
    }

    /// <summary>Where what was fused onto a node is done.</summary>
    public ContractionEpilogue Divide(Node node, Contraction phase, InstructionSet isa)
    {
        int inTile = node.Epilogue.TakeWhile(operation => operation is not ActivationOperation { FitsInTile: false }).Count();
        PoolOperation? pool = node.Epilogue.Take(inTile).OfType<PoolOperation>().FirstOrDefault();
        // A pool that needs more sums than there are registers reads finished rows from scratch instead.
        if (pool is not null && Choose(phase, isa, pool.Window.Height, pool.Window.Width) is null)
            inTile = node.Epilogue.IndexOf(pool);
        return new ContractionEpilogue([.. node.Epilogue.Take(inTile)], [.. node.Epilogue.Skip(inTile)]);
    }

    /// <summary>The schedule of a phase; the pool that may follow decides which tiles are possible.</summary>
    public ContractionSchedule Of(Node node, Contraction phase, InstructionSet isa)
    {
        ContractionEpilogue epilogue = Divide(node, phase, isa);
        if (epilogue.PoolInTile is { } pool)
            return Choose(phase, isa, pool.Window.Height, pool.Window.Width)!;
        return Choose(phase, isa, maximumRows: epilogue.PoolAfterBand?.Window.Height ?? int.MaxValue)!;
    }

    /// <summary>How the weights of a phase are packed.</summary>
    public PackedGroups Groups(Node node, Contraction phase, InstructionSet isa) =>
        Of(node, phase, isa) is var schedule ? new PackedGroups(schedule.GroupVectors * isa.Lanes, schedule.Groups, schedule.TailVectors * isa.Lanes) : default;
}
