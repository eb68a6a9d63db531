using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Pooling;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// A convolution by Winograd's method on the instruction sets where that is cheaper, and by another kernel on the rest. A block of tiles at a time: inputs become planes,
/// each plane is multiplied with its weights, products become outputs. Tiles that hang over the edge of the output go through a patch of their own.
/// </summary>
internal sealed partial class WinogradKernel : Kernel
{
    private readonly ContractionKernel _direct;
    private readonly PackedWinograd _weights;
    private readonly WinogradShape _shape;
    private readonly KernelSchedules _schedules;
    private readonly Layout _input;
    private readonly Layout _output;
    private readonly int _inputOrigin;

    private WinogradKernel(Node node, ContractionKernel direct, PackedWinograd weights, WinogradShape shape, KernelSchedules schedules) : base(direct.Name, node, KernelScope.Image)
    {
        (_direct, _weights, _shape, _schedules) = (direct, weights, shape, schedules);
        (_input, _output) = (node.Inputs[0].Layout!, node.Output.Layout!);
        _inputOrigin = weights.Direct.Phases[0].InputOrigin;
    }

    public override IReadOnlyList<KernelArgument> Arguments =>
    [
        new("input", new Operand.OfValue(Node.Inputs[0])),
        .. Node.Summand is { } summand ? [new KernelArgument("summand", new Operand.OfValue(summand))] : Array.Empty<KernelArgument>(),
        new("packed", new Operand.OfPacked(_weights.Offset)),
        new("output", new Operand.OfValue(Node.Output)),
        new("scratch", new Operand.OfScratch()),
    ];

    /// <summary>The kernel, if the method suits the convolution and is cheaper than the plain sum on any instruction set; else null.</summary>
    /// <param name="lowering">The program.</param>
    /// <param name="node">The convolution.</param>
    /// <param name="geometry">Its window and channels.</param>
    /// <param name="phases">The plain sum.</param>
    /// <param name="bias">The bias, if any.</param>
    public static WinogradKernel? Create(Lowering lowering, Node node, ConvolutionGeometry geometry, IReadOnlyList<Contraction> phases, Parameter? bias)
    {
        if (Shape(lowering, node, geometry) is not { } shape)
            return null;
        WinogradSchedule? Choose(InstructionSet isa) => lowering.Schedules.Winograd(node, shape, phases[0], isa);
        if (InstructionSet.All.All(isa => Choose(isa) is null))
            return null;
        string name = lowering.NameOf(node);
        PackedWeights weights = ConvolutionKernels.Weights(lowering, node, name, phases, geometry.Map, node.Parameters[0], bias);
        var direct = new ContractionKernel(name, node, ConvolutionKernels.Title(node), node.Inputs[0], node.Output, weights, lowering.Schedules) { Winograd = shape };
        return new WinogradKernel(node, direct, lowering.Pack(new PackedWinograd(weights, Choose)), shape, lowering.Schedules);
    }

    /// <summary>The convolution as the method sees it; null if it does not apply.</summary>
    public static WinogradShape? Shape(Lowering lowering, Node node, ConvolutionGeometry geometry)
    {
        (Window window, Layout input) = (geometry.Window, node.Inputs[0].Layout!);
        bool suits = window is { StrideY: 1, StrideX: 1, DilationY: 1, DilationX: 1, Taps: > 1 } && geometry is { Groups: 1, Connections.Count: 0 }
            && input.IsBlocked && node.Output.Layout!.IsBlocked && !geometry.IsPixel(input);
        if (!suits)
            return null;
        PoolOperation? pool = node.Epilogue.OfType<PoolOperation>().FirstOrDefault();
        if (pool is not null && node.Summand is not null)
            return null;
        (int height, int width) = geometry.OutputSize(input);
        if (pool is not null)
            (height, width) = (height / pool.Window.Height * pool.Window.Height, width / pool.Window.Width * pool.Window.Width);
        return new WinogradShape(geometry.InputChannels, geometry.Filters, window.Height, window.Width, height, width)
        {
            Pool = pool?.Window,
            PoolsInTile = pool is not null && InTile(node).Contains(pool),
            StrictAccuracy = lowering.StrictAccuracy,
        };
    }

    private static IEnumerable<Operation> InTile(Node node) => node.Epilogue.TakeWhile(operation => operation is not ActivationOperation { FitsInTile: false });

    /// <summary>The least of all instruction sets: what is worth dividing on one should be on any.</summary>
    public override long DivisibleWork => (long)(_direct.DivisibleWork * InstructionSet.All.Min(isa => Schedule(isa) is { } schedule ? schedule.Cycles / _schedules.Of(Node, _weights.Direct.Phases[0], isa).Cycles : 1));

    public override void Divide()
    {
        _direct.Divide();
        base.Divide();
    }

    public override int Parts(InstructionSet isa) => Schedule(isa) is { } schedule ? schedule.Parts : _direct.Parts(isa);

    private WinogradSchedule? Schedule(InstructionSet isa) => _weights.Choose(isa);

    public override IEnumerable<string> Describe() => _direct.Describe();

    public override string DescribeSchedule(InstructionSet isa) =>
        Schedule(isa) is { } schedule ? schedule.Why(_schedules.Of(Node, _weights.Direct.Phases[0], isa).Cycles) : _direct.DescribeSchedule(isa);

    public override ScheduleAccount? Account(InstructionSet isa) => _direct.Account(isa);

    public override int ScratchLength(InstructionSet isa) =>
        Schedule(isa) is { } schedule ? new Driver(this, new KernelWriter(this, isa, new SharedFunctions()), schedule).ScratchLength : _direct.ScratchLength(isa);

    public override void Emit(KernelWriter writer)
    {
        if (Schedule(writer.Isa) is { } schedule)
            new Driver(this, writer, schedule).Write();
        else
            _direct.Emit(writer);
    }
}
