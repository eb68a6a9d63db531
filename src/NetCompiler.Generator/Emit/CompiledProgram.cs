using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Passes;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit;

/// <summary>A graph after its passes with a kernel for every node that computes something: all that is left is to write it down.</summary>
internal sealed class CompiledProgram
{
    /// <summary>Images that a batched prediction takes through its dense layers at once: enough that weights are read rarely, few enough that activations stay in the cache.</summary>
    public const int BatchSize = 16;

    private CompiledProgram(NetworkGraph graph, bool training, MemoryPlan plan, KernelSchedules schedules, DivisionThresholds thresholds)
    {
        (Graph, IsTraining, Plan) = (graph, training, plan);
        Lowering = new Lowering(training ? "Train" : "", ImageStride) { Schedules = schedules };
        foreach (Node node in graph.Nodes)
        {
            if (node.Operation.Lower(Lowering, node) is not { } kernel)
                continue;
            Kernels.Add(kernel);
            Calls.Add(kernel);
            if (node.Inputs.FirstOrDefault(input => input.Layout!.HeldRows > 0) is { } map)
                RunInStripes(map);
        }

        if (training)
            return;
        List<Kernel> divisible = Calls.FindAll(kernel => kernel.DivisibleWork >= thresholds.Kernel);
        if (divisible.Sum(kernel => kernel.DivisibleWork) < thresholds.Network)
            return;
        foreach (Kernel kernel in divisible)
            kernel.Divide();
        IsDivided = divisible.Exists(kernel => kernel.IsDivided);
    }

    /// <summary>The last two kernels, which share a map that is never whole in memory, become one call.</summary>
    private void RunInStripes(Value map)
    {
        Kernel[] turns = [Calls[Calls.Count - 2], Calls[Calls.Count - 1]];
        foreach (Kernel kernel in turns)
            kernel.Divide();
        var stripes = new StripeKernel(Lowering.NameOf(turns[1].Node, "Stripes"), turns[0], turns[1], map);
        Calls.RemoveRange(Calls.Count - 2, 2);
        Calls.Add(stripes);
        Kernels.Add(stripes);
    }

    public NetworkGraph Graph { get; }

    public bool IsTraining { get; }

    public MemoryPlan Plan { get; }

    /// <summary>Whether threads can share a prediction: it is long enough that this is faster.</summary>
    public bool IsDivided { get; }

    public Lowering Lowering { get; }

    /// <summary>All kernels.</summary>
    public List<Kernel> Kernels { get; } = [];

    /// <summary>Those that the program calls, in the order in which they run; some call others.</summary>
    public List<Kernel> Calls { get; } = [];

    public int InputLength => Graph.InputLength;

    public int OutputLength => Graph.OutputLength;

    /// <summary>Floats of scratch on the emitted instruction sets.</summary>
    public int ScratchLength(IEnumerable<InstructionSet> targets) =>
        (Kernels.SelectMany(kernel => targets.Select(kernel.ScratchLength)).DefaultIfEmpty(0).Max() + 15) / 16 * 16;

    /// <summary>Whether a kernel runs in the image-by-image part of a prediction.</summary>
    public bool RunsPerImage(Kernel kernel) => Graph.Nodes.IndexOf(kernel.Node) < Plan.ImageNodes;

    /// <param name="declaration">The network.</param>
    /// <param name="training">Which of its two programs.</param>
    /// <param name="log">Takes the name of each pass and the graph after it.</param>
    /// <param name="tuning">Measured schedules of its convolutions. Training keeps to estimates: its kernels differ.</param>
    /// <param name="thresholds">What is worth dividing among threads; null for what was measured to be.</param>
    public static CompiledProgram Compile(NetworkDeclaration declaration, bool training, Action<string, NetworkGraph>? log = null, EquatableArray<TuningRow> tuning = default, DivisionThresholds? thresholds = null)
    {
        NetworkGraph graph = GraphBuilder.Build(declaration, out _)!;
        Pipeline.Run(graph, training, log, thresholds?.Stripes);
        MemoryPlan plan = PlanMemory.Run(graph, training);
        log?.Invoke("plan memory", graph);
        return new CompiledProgram(graph, training, plan, new KernelSchedules(training ? default : tuning) { StrictAccuracy = declaration.StrictAccuracy }, thresholds ?? DivisionThresholds.Default);
    }

    private int ImageStride(Value value) =>
        value.Placement!.Region switch
        {
            Region.Input => InputLength,
            Region.Output or Region.OutputGradient => OutputLength,
            Region.BatchArena => Plan.BatchArenaLength,
            _ => IsTraining ? Plan.ArenaLength : 0,
        };
}
