using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace NetCompiler;

/// <summary>
/// The base of every compiled network: it owns the weights, their packed form and the working memory of running calls.
/// </summary>
/// <remarks>
/// Predictions may run on any number of threads at once and allocate nothing once each concurrent call has its working memory.
/// <see cref="LoadWeights"/> and <see cref="Dispose"/> may be called meanwhile: both wait for running predictions. A prediction sees either
/// all old or all new weights.
/// </remarks>
public abstract unsafe partial class Network : IDisposable
{
    private readonly long _arenaLength;
    private readonly int _packedLength;
    private readonly WorkspacePool _workspaces;
    private readonly Parameter[] _parameters;
    private ParameterBlock? _block;
    private AlignedBuffer? _packed;

    /// <summary>Creates the network's memory and draws its weights. Called by generated code.</summary>
    /// <param name="info">What the compiler knows of the network.</param>
    /// <param name="packedLength">Floats of packed weights.</param>
    /// <param name="arenaLength">Floats of working memory per running call on one thread.</param>
    /// <param name="seed">Equal seeds give equal weights on every machine; <see langword="null"/> leaves them zero.</param>
    /// <param name="threads">Threads that a prediction may use.</param>
    /// <param name="scratchLength">Floats of working memory that each thread but the first adds to that of a call.</param>
    protected Network(NetworkInfo info, int packedLength, int arenaLength, int? seed, int threads = 1, int scratchLength = 0)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentOutOfRangeException.ThrowIfNegative(packedLength);
        ArgumentOutOfRangeException.ThrowIfNegative(arenaLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        ArgumentOutOfRangeException.ThrowIfNegative(scratchLength);

        Info = info;
        Threads = threads;
        _packedLength = packedLength;
        _arenaLength = arenaLength + ((Math.Min(threads, ThreadTeam.MaxThreads) - 1L) * scratchLength);
        _workspaces = new WorkspacePool(2 * Environment.ProcessorCount);
        _block = new ParameterBlock(info.Parameters);
        _parameters = [.. info.Parameters.Select(parameter => new Parameter(this, parameter))];

        if (seed is int value)
        {
            for (int i = 0; i < _parameters.Length; i++)
            {
                WeightInitialization.Fill(_parameters[i].Info, i, value, _parameters[i].Values);
            }
        }
    }

    /// <summary>What the compiler knows of the network: layers, shapes, costs.</summary>
    public NetworkInfo Info { get; }

    /// <summary>
    /// At most so many threads compute a prediction, the caller's included. The result is the same, bit by bit, at any number. A small network, a call
    /// made while the process's one team of threads is at work for another, and calls on a machine too busy for it to pay use the caller's thread alone.
    /// More threads than the machine has processors are not faster.
    /// </summary>
    public int Threads { get; }

    /// <summary>The tensors of weights, named and shaped as in a PyTorch <c>state_dict</c>.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The time of each kernel, if the project was compiled with <c>NetCompilerProfile</c>; otherwise <see langword="null"/>.</summary>
    public virtual KernelProfile? Profile => null;

    /// <summary>All parameters, gaps between them included. The span may outlive the network.</summary>
    internal Span<float> ParameterSpan => Block.Span;

    /// <summary>The first float of the parameters, 64-byte aligned; valid during training and as long as the network is not disposed of.</summary>
    internal float* ParameterBlock => Block.Pointer;

    /// <summary>Floats from the first parameter to the end of the last, gaps included.</summary>
    internal int ParameterBlockLength => Block.Length;

    /// <summary>Floats at the front of the parameters that an optimiser changes; running statistics and fixed weights lie behind.</summary>
    internal int TrainableLength => Block.TrainableLength;

    /// <summary>How well several threads do at the moment.</summary>
    internal Contention Contention { get; } = new();

    /// <summary>Floats of working memory of one call.</summary>
    internal long ArenaLength => _arenaLength;

    /// <summary>The training code, if it was compiled in.</summary>
    internal TrainingPlan? CompiledTrainingPlan => TrainingPlan;

    /// <summary>The training code, if it was compiled in; overridden by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual TrainingPlan? TrainingPlan => null;

    private ParameterBlock Block
    {
        get
        {
            ParameterBlock? block = Volatile.Read(ref _block);
            ObjectDisposedException.ThrowIf(block is null, this);
            return block;
        }
    }

    /// <summary>Predicts any number of items. Written by the compiler, as is a <c>Predict</c> for one. May be called from several threads at once.</summary>
    /// <param name="inputs">The items' inputs one after the other, each planar: channels, rows, columns.</param>
    /// <param name="outputs">Receives their outputs, one item after the other.</param>
    /// <exception cref="ArgumentException">The spans do not hold the same whole number of items.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public abstract void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Says that <see cref="Parameter.Values"/> were written: the next prediction uses the new values.</summary>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public void NotifyParametersChanged()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        MarkStale();
    }

    /// <summary>Predicts as one of several threads.</summary>
    internal void RunForwardTogether(float* packed, float* arena, float** callers, int count, ref TeamMember member) =>
        ForwardTogether(packed, arena, callers, count, ref member);

    /// <summary>Runs one stage of training. Called by the trainer, on several threads at once.</summary>
    internal void RunTrainingStage(int stage, TrainingPass* pass, float* scratch, int first, int end) => RunStage(stage, pass, scratch, first, end);

    /// <summary>Loads weights into a new network, which is disposed of if that fails. Called by generated code.</summary>
    protected static T LoadInto<T>(T network, string path, WeightLoading? loading)
        where T : Network
    {
        ArgumentNullException.ThrowIfNull(network);
        try
        {
            network.LoadWeights(path, loading);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Checks the length of a span. Called by generated code.</summary>
    /// <exception cref="ArgumentException">It is not <paramref name="expected"/>.</exception>
    protected static void CheckLength(int actual, int expected, string parameterName)
    {
        if (actual != expected)
        {
            ThrowLength(actual, expected, parameterName);
        }
    }

    /// <summary>Checks the spans of a batch and returns the number of its items. Called by generated code.</summary>
    /// <exception cref="ArgumentException">The spans do not hold the same whole number of items.</exception>
    protected static int CheckBatch(int inputs, int inputLength, int outputs, int outputLength)
    {
        (int count, int rest) = Math.DivRem(inputs, inputLength);
        if (rest != 0 || outputs != (long)count * outputLength)
        {
            ThrowBatch(inputs, inputLength, outputs, outputLength);
        }

        return count;
    }

    /// <summary>Checks numbers that choose rows of a table. Called by generated code.</summary>
    /// <exception cref="ArgumentException">One is no whole number from 0 to below <paramref name="count"/>.</exception>
    protected static void CheckIndexes(ReadOnlySpan<float> indexes, int count, string layer)
    {
        for (int i = 0; i < indexes.Length; i++)
        {
            // Not-a-number fails the first comparison.
            if (!(indexes[i] >= 0 && indexes[i] < count) || indexes[i] != MathF.Truncate(indexes[i]))
            {
                throw new ArgumentException(
                    $"Value {i} is {indexes[i]}, but layer '{layer}' takes whole numbers from 0 to {count - 1}.", nameof(indexes));
            }
        }
    }

    /// <summary>The network as declared, layer by layer with all arguments: what exporters to other formats read.</summary>
    public GraphDescription DescribeGraph()
    {
        var graph = new GraphDescription(Info);
        DescribeLayers(graph);
        return graph;
    }

    /// <summary>
    /// Adds the layers' arguments; overridden by generated code. Nothing but <see cref="DescribeGraph"/> calls it, so that programs which do not
    /// export carry none of it.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void DescribeLayers(GraphDescription graph);

    /// <summary>Fills the packed weights from the parameters; overridden by generated code.</summary>
    /// <param name="parameters">The parameters, each at its <see cref="ParameterInfo.Offset"/>.</param>
    /// <param name="packed">The packed weights.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void Pack(float* parameters, float* packed);

    /// <summary>Predicts as one of several threads; overridden by generated code where that is worth it.</summary>
    /// <param name="packed">The packed weights.</param>
    /// <param name="arena">The call's working memory.</param>
    /// <param name="callers">The caller's memory: inputs, then outputs.</param>
    /// <param name="count">Items.</param>
    /// <param name="member">Which of the threads this is.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void ForwardTogether(float* packed, float* arena, float** callers, int count, ref TeamMember member) =>
        throw new NotSupportedException($"'{Info.Name}' is too small for several threads.");

    /// <summary>Runs one stage of training; overridden by generated code where training is compiled in.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void RunStage(int stage, TrainingPass* pass, float* scratch, int first, int end) =>
        throw new NotSupportedException($"'{Info.Name}' was compiled without training. Remove Training = false from its [Network].");

    // Thrown from methods of their own: the checks above then inline into Predict.
    private static void ThrowLength(int actual, int expected, string parameterName) =>
        throw new ArgumentException($"The span has {actual} values, but the network's shape needs exactly {expected}.", parameterName);

    private static void ThrowBatch(int inputs, int inputLength, int outputs, int outputLength) =>
        throw new ArgumentException(
            $"{inputs} input values and {outputs} output values are not a batch: it needs n × {inputLength} inputs and n × {outputLength} outputs.");
}
