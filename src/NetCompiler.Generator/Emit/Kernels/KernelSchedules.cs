using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Conv;
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
/// <param name="tuning">Measurements that override estimates.</param>
internal sealed class KernelSchedules(EquatableArray<TuningRow> tuning = default)
{
    private readonly Dictionary<(Size, InstructionSet, int PoolHeight, int PoolWidth, int MaximumRows, TunedSchedule.Direct?), ContractionSchedule?> _known = [];

    private readonly Dictionary<(EquatableArray<(int, int)>, int Filters, int Height, int Width, int Terms, InstructionSet), WeightGradientSchedule> _knownGradients = [];

    private readonly Dictionary<(WinogradShape, InstructionSet, TunedSchedule.Winograd?), WinogradSchedule?> _knownWinograd = [];

    /// <summary>Whether no algorithm may be chosen whose errors exceed those of the plain sum.</summary>
    public bool StrictAccuracy { get; init; }

    /// <summary>All that a contraction's schedule depends on.</summary>
    private readonly record struct Size(int OutputChannels, int ReductionLength, int Rows, int Columns, bool InnermostIsContiguous);

    private ContractionSchedule? Choose(Contraction phase, InstructionSet isa, int poolHeight = 1, int poolWidth = 1, int maximumRows = int.MaxValue, TunedSchedule.Direct? tuned = null)
    {
        var key = (new Size(phase.OutputChannels, phase.ReductionLength, phase.Rows, phase.Columns, phase.InnermostIsContiguous), isa, poolHeight, poolWidth, maximumRows, tuned);
        if (!_known.TryGetValue(key, out ContractionSchedule? schedule))
            _known[key] = schedule = ContractionSchedule.Choose(phase, isa, poolHeight, poolWidth, maximumRows, suits: tuned is null ? null : tuned.Fits);
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
        TunedSchedule? tuned = Tuned(node, isa);
        if (tuned is TunedSchedule.Winograd demanded && Winograd(shape, isa, demanded) is { } measured)
            return measured with { IsTuned = true };
        if (tuned is TunedSchedule.Direct && Of(node, direct, isa).IsTuned)
            return null;
        WinogradSchedule? schedule = Winograd(shape, isa);
        return schedule is not null && schedule.Cycles < WinogradSchedule.LeastGain * Of(node, direct, isa).Cycles ? schedule : null;
    }

    /// <summary>The cheapest schedule of Winograd's method, whatever the plain sum takes; null if there is none.</summary>
    public WinogradSchedule? Winograd(WinogradShape shape, InstructionSet isa, TunedSchedule.Winograd? tuned = null)
    {
        if (!_knownWinograd.TryGetValue((shape, isa, tuned), out WinogradSchedule? schedule))
            _knownWinograd[(shape, isa, tuned)] = schedule = WinogradSchedule.Choose(shape, isa, tuned is null ? null : tuned.Fits);
        return schedule;
    }

    /// <summary>What a tuning file demands for a node.</summary>
    private TunedSchedule? Tuned(Node node, InstructionSet isa) =>
        tuning.Count > 0 && ShapeOf(node) is { } shape ? tuning.FirstOrDefault(row => row.Target == isa.Name && row.Shape == shape)?.Schedule : null;

    /// <summary>The node's shape as tuning files name it; null for what they cannot tune.</summary>
    public ConvolutionShape? ShapeOf(Node node)
    {
        if (node is not { StoresPlanes: false, Operation: ConvOperation { Groups: 1, Connections.Count: 0, Window: var window, Filters: var filters } })
            return null;
        Value input = node.Inputs[0];
        (int rows, int columns) = window.OutputSize(input.Shape);
        if ((rows, columns) == (1, 1))
            return null;
        Window? pool = node.Epilogue.OfType<PoolOperation>().FirstOrDefault()?.Window;
        return new ConvolutionShape(input.Shape.Channels, filters, new Pair(window.Height, window.Width), new Pair(rows, columns))
        {
            Stride = new Pair(window.StrideY, window.StrideX),
            Dilation = new Pair(window.DilationY, window.DilationX),
            Pool = pool is null ? Pair.One : new Pair(pool.Height, pool.Width),
            PoolsLate = pool is not null && node.Epilogue.TakeWhile(operation => operation is not PoolOperation).Any(operation => operation is ActivationOperation { FitsInTile: false }),
            ReadsPlanes = !input.Layout!.IsBlocked,
            StrictAccuracy = StrictAccuracy,
        };
    }

    /// <summary>What a convolution or dense layer is estimated to take, and what else was compared.</summary>
    /// <param name="node">The layer.</param>
    /// <param name="phases">Its plain sums.</param>
    /// <param name="winograd">Its shape for Winograd's method, if that applies.</param>
    /// <param name="multiplyAdds">Multiply-adds of an image.</param>
    /// <param name="isa">On which instruction set.</param>
    public ScheduleAccount Account(Node node, IReadOnlyList<Contraction> phases, WinogradShape? winograd, long multiplyAdds, InstructionSet isa)
    {
        double direct = phases.Sum(phase => Of(node, phase, isa).Cycles * phase.Positions.Count * phase.Repetition.Count / (phase.PointsAreImages ? ContractionSchedule.ImageGrain : 1));
        if (phases.Count > 1 || phases[0].PointsAreImages)
            return new ScheduleAccount(multiplyAdds, direct, []);

        WinogradSchedule? transformed = winograd is null ? null : Winograd(node, winograd, phases[0], isa);
        var tiles = new Dictionary<(int Registers, int Rows), ContractionSchedule>();
        (int poolHeight, int poolWidth, int maximumRows) = Limits(node, phases[0], isa);
        ContractionSchedule.Choose(phases[0], isa, poolHeight, poolWidth, maximumRows, suits: schedule => NoteBest(tiles, (schedule.GroupVectors, schedule.TileRows), schedule, other => other.Cycles));
        ContractionSchedule plain = Of(node, phases[0], isa);
        tiles[(plain.GroupVectors, plain.TileRows)] = plain;
        IEnumerable<ScheduleAlternative> alternatives = tiles.Values.Select(schedule => new ScheduleAlternative(
            FormattableString.Invariant($"direct {schedule.TileRows}×{schedule.TileColumns}×{schedule.GroupVectors}"), schedule.Cycles, transformed is null && schedule == plain));
        if (winograd is not null)
        {
            var forms = new Dictionary<Pair, WinogradSchedule>();
            WinogradSchedule.Choose(winograd, isa, schedule => NoteBest(forms, new Pair(schedule.Rows.Outputs, schedule.Columns.Outputs), schedule, other => other.Cycles));
            if (transformed is not null)
                forms[new Pair(transformed.Rows.Outputs, transformed.Columns.Outputs)] = transformed;
            alternatives = alternatives.Concat(forms.Values.Select(schedule => new ScheduleAlternative(
                FormattableString.Invariant($"F({schedule.Rows.Outputs}×{schedule.Columns.Outputs})"), schedule.Cycles, schedule == transformed)));
        }

        return new ScheduleAccount(multiplyAdds, transformed?.Cycles ?? direct, [.. alternatives.OrderBy(alternative => alternative.Cycles)])
        {
            TuningRow = ShapeOf(node) is { } shape
                ? new TuningRow(isa.Name, shape, transformed is null ? TunedSchedule.Direct.Of(plain) : TunedSchedule.Winograd.Of(transformed)).ToString() : "",
        };
    }

    private static bool NoteBest<TKey, TSchedule>(Dictionary<TKey, TSchedule> best, TKey key, TSchedule schedule, Func<TSchedule, double> cycles)
    {
        if (!best.TryGetValue(key, out TSchedule? known) || cycles(schedule) < cycles(known))
            best[key] = schedule;
        return true;
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
        (int poolHeight, int poolWidth, int maximumRows) = Limits(node, phase, isa);
        return Tuned(node, isa) is TunedSchedule.Direct tuned && Choose(phase, isa, poolHeight, poolWidth, maximumRows, tuned) is { } measured
            ? measured with { IsTuned = true }
            : Choose(phase, isa, poolHeight, poolWidth, maximumRows)!;
    }

    /// <summary>What tiles a fused pool allows, or stripes, which begin at any row.</summary>
    private (int PoolHeight, int PoolWidth, int MaximumRows) Limits(Node node, Contraction phase, InstructionSet isa)
    {
        ContractionEpilogue epilogue = Divide(node, phase, isa);
        return epilogue.PoolInTile is { } pool
            ? (pool.Window.Height, pool.Window.Width, int.MaxValue)
            : (1, 1, epilogue.PoolAfterBand?.Window.Height ?? (node.Output.Layout!.HeldRows > 0 ? 1 : int.MaxValue));
    }

    /// <summary>How the weights of a phase are packed.</summary>
    public PackedGroups Groups(Node node, Contraction phase, InstructionSet isa) =>
        Of(node, phase, isa) is var schedule ? new PackedGroups(schedule.GroupVectors * isa.Lanes, schedule.Groups, schedule.TailVectors * isa.Lanes) : default;
}
