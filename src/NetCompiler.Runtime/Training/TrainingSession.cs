using System.Numerics;
using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>
/// The memory of a training and its steps. Every step is a sequence of pieces of work that the thread team splits at fixed places; within
/// a piece nothing is summed across those places, so the number of threads cannot change the result.
/// </summary>
internal sealed unsafe class TrainingSession : IDisposable
{
    public const string InputName = "input";
    public const string TargetName = "target";

    // Floats that a thread updates in one go: enough to be worth waking it, and a multiple of every vector.
    private const int UpdateGrain = 4096;

    // The loss of an item costs far less than waking a thread.
    private const int LossGrain = 16;

    private readonly Network _network;
    private readonly TrainingPlan _plan;
    private readonly Optimizer _optimizer;
    private readonly Loss _loss;
    private readonly IDataset _dataset;
    private readonly int _threads;
    private readonly int _outputLength;
    private readonly int _targetLength;
    private readonly List<AlignedBuffer> _buffers = [];
    private readonly nint[] _scratch;
    private readonly float* _targets;
    private readonly double[] _losses;
    private readonly bool[] _correct;
    private readonly int[] _items;
    private readonly StageWork _stageWork;
    private readonly ReadWork _readWork;
    private readonly LossWork _lossWork;
    private readonly CheckWork _checkWork;
    private readonly UpdateWork _updateWork;
    private TrainingPass _pass;

    public TrainingSession(Network network, Optimizer optimizer, Loss loss, IDataset dataset, int capacity, int threads)
    {
        _network = network;
        _plan = network.CompiledTrainingPlan!;
        _optimizer = optimizer;
        _loss = loss;
        _dataset = dataset;
        _threads = threads;
        _outputLength = _plan.OutputLength;
        _targetLength = dataset.TargetLength;
        _losses = new double[capacity];
        _correct = new bool[capacity];
        _items = new int[capacity];
        _scratch = new nint[threads];
        _stageWork = new StageWork(this);
        _readWork = new ReadWork(this);
        _lossWork = new LossWork(this);
        _checkWork = new CheckWork(this);
        _updateWork = new UpdateWork(this);
        try
        {
            _pass.Gradients = Allocate(network.ParameterBlockLength);
            _pass.Packed = Allocate(_plan.PackedLength);
            _pass.Arena = Allocate((long)_plan.ArenaLength * capacity);
            _pass.Input = Allocate((long)dataset.InputLength * capacity);
            _pass.Output = Allocate((long)_outputLength * capacity);
            _pass.OutputGradient = Allocate((long)_outputLength * capacity);
            _targets = Allocate((long)_targetLength * capacity);
            for (int i = 0; i < threads; i++)
                _scratch[i] = (nint)Allocate(_plan.ScratchLength);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Trains on one batch. The caller owns the network's parameters (<see cref="Network.BeginTraining"/>).</summary>
    /// <param name="items">The batch's items in the dataset.</param>
    /// <param name="seed">For dropout.</param>
    /// <param name="factor">The schedule's factor on the learning rate.</param>
    /// <param name="epoch">For messages.</param>
    /// <param name="batch">For messages.</param>
    /// <returns>The sum of the items' losses, and how many were recognised.</returns>
    public (double Loss, int Correct) Step(ReadOnlySpan<int> items, uint seed, float factor, int epoch, int batch)
    {
        items.CopyTo(_items);
        _pass.Batch = items.Length;
        _pass.Seed = seed;
        _pass.Parameters = _network.ParameterBlock;

        ThreadTeam.Run(items.Length, 1, _threads, _readWork);
        Run(StagePhase.Pack);
        Run(StagePhase.Forward);
        ThreadTeam.Run(items.Length, LossGrain, _threads, _lossWork);
        double loss = 0;
        int correct = 0;
        for (int i = 0; i < items.Length; i++)
        {
            loss += _losses[i];
            correct += _correct[i] ? 1 : 0;
        }

        float learningRate = _optimizer.LearningRate * factor;
        if (!double.IsFinite(loss))
            throw Diagnose(epoch, batch, learningRate);

        Run(StagePhase.Backward);
        _checkWork.AllFinite = true;
        ThreadTeam.Run(_network.ParameterBlockLength, UpdateGrain, _threads, _checkWork);
        if (!_checkWork.AllFinite)
        {
            // Backward stages may have written over the activations.
            Run(StagePhase.Forward);
            throw Diagnose(epoch, batch, learningRate);
        }

        _optimizer.Begin(factor);
        ThreadTeam.Run(_network.TrainableLength, UpdateGrain, _threads, _updateWork);
        foreach (RunningAverage average in _plan.RunningAverages)
            Follow(average);
        return (loss, correct);
    }

    public void Dispose()
    {
        foreach (AlignedBuffer buffer in _buffers)
            buffer.Dispose();
    }

    /// <summary>The place of the largest value; the first of equal ones.</summary>
    internal static int IndexOfMaximum(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }

    internal static bool AllFinite(ReadOnlySpan<float> values)
    {
        // |x| < ∞ is false for infinities and for what is not a number.
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Vector<float> infinity = new(float.PositiveInfinity);
        foreach (Vector<float> vector in vectors)
        {
            if (!Vector.LessThanAll(Vector.Abs(vector), infinity))
                return false;
        }

        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            if (!float.IsFinite(value))
                return false;
        }

        return true;
    }

    private void Follow(RunningAverage average)
    {
        var running = new Span<float>(_pass.Parameters + average.Offset, average.Length);
        var batch = new ReadOnlySpan<float>(_pass.Gradients + average.Offset, average.Length);
        for (int i = 0; i < running.Length; i++)
            running[i] += average.Momentum * (batch[i] - running[i]);
    }

    private float* Allocate(long length)
    {
        AlignedBuffer buffer = new(length);
        _buffers.Add(buffer);
        return buffer.Pointer;
    }

    private void Run(StagePhase phase)
    {
        for (int i = 0; i < _plan.Stages.Count; i++)
        {
            TrainingStage stage = _plan.Stages[i];
            if (stage.Phase != phase)
                continue;
            _stageWork.Stage = i;
            ThreadTeam.Run(stage.Items == 0 ? _pass.Batch : stage.Items, stage.Grain, _threads, _stageWork);
        }
    }

    private TrainingDivergedException Diagnose(int epoch, int batch, float learningRate)
    {
        (string layer, string what) = FindNotFinite();
        return new TrainingDivergedException(layer, what, epoch, batch, learningRate);
    }

    private (string Layer, string What) FindNotFinite()
    {
        for (int i = 0; i < _pass.Batch; i++)
        {
            if (!AllFinite(Item(_pass.Input, _dataset.InputLength, i)))
                return (InputName, $"the input of item {_items[i]}");
            if (!AllFinite(Item(_targets, _targetLength, i)))
                return (TargetName, $"the target of item {_items[i]}");
        }

        foreach (ActivationRegion region in _plan.Activations)
        {
            if (!IsFinite(region))
                return (region.Layer, $"the output of layer '{region.Layer}'");
        }

        foreach (ParameterInfo parameter in _network.Info.Parameters)
        {
            if (!AllFinite(new ReadOnlySpan<float>(_pass.Gradients + parameter.Offset, (int)parameter.Length)))
                return (parameter.Name, $"the gradient of '{parameter.Name}'");
        }

        return ("loss", "the loss");
    }

    private bool IsFinite(ActivationRegion region)
    {
        // Borders and empty lanes may hold anything: only the values themselves count.
        for (int n = 0; n < _pass.Batch; n++)
        {
            float* image = _pass.Arena + ((long)n * _plan.ArenaLength) + region.Offset + region.Origin;
            for (int c = 0; c < region.Channels; c++)
            {
                (int block, int lane) = Math.DivRem(c, region.ChannelsPerBlock);
                float* channel = image + ((long)block * region.BlockStride) + lane;
                for (int y = 0; y < region.Height; y++)
                {
                    for (int x = 0; x < region.Width; x++)
                    {
                        if (!float.IsFinite(channel[((long)y * region.RowStride) + (x * region.ChannelsPerBlock)]))
                            return false;
                    }
                }
            }
        }

        return true;
    }

    private static Span<float> Item(float* items, int length, int index) => new(items + ((long)index * length), length);

    private sealed class StageWork(TrainingSession session) : ITeamWork
    {
        public int Stage { get; set; }

        public void Run(int thread, int first, int end)
        {
            fixed (TrainingPass* pass = &session._pass)
                session._network.RunTrainingStage(Stage, pass, (float*)session._scratch[thread], first, end);
        }
    }

    private sealed class ReadWork(TrainingSession session) : ITeamWork
    {
        public void Run(int thread, int first, int end)
        {
            IDataset dataset = session._dataset;
            for (int i = first; i < end; i++)
            {
                dataset.Read(
                    session._items[i],
                    Item(session._pass.Input, dataset.InputLength, i),
                    Item(session._targets, session._targetLength, i));
            }
        }
    }

    private sealed class LossWork(TrainingSession session) : ITeamWork
    {
        public void Run(int thread, int first, int end)
        {
            int length = session._outputLength, targetLength = session._targetLength;
            float share = 1f / session._pass.Batch;
            for (int i = first; i < end; i++)
            {
                ReadOnlySpan<float> outputs = Item(session._pass.Output, length, i);
                ReadOnlySpan<float> target = Item(session._targets, targetLength, i);
                Span<float> gradients = Item(session._pass.OutputGradient, length, i);
                session._losses[i] = Compute(outputs[..targetLength], target, gradients[..targetLength], share);
                foreach (AuxiliaryOutput head in session._plan.AuxiliaryOutputs)
                {
                    double loss = Compute(outputs.Slice(head.Offset, head.Length), target, gradients.Slice(head.Offset, head.Length), share * head.LossWeight);
                    session._losses[i] += head.LossWeight * loss;
                }

                session._correct[i] = IndexOfMaximum(outputs[..targetLength]) == IndexOfMaximum(target);
            }
        }

        private double Compute(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient, float share)
        {
            double loss = session._loss.Compute(output, target, gradient);
            foreach (ref float value in gradient)
                value *= share;
            return loss;
        }
    }

    private sealed class CheckWork(TrainingSession session) : ITeamWork
    {
        private volatile bool _allFinite;

        public bool AllFinite { get => _allFinite; set => _allFinite = value; }

        public void Run(int thread, int first, int end)
        {
            if (!TrainingSession.AllFinite(new ReadOnlySpan<float>(session._pass.Gradients + first, end - first)))
                _allFinite = false;
        }
    }

    private sealed class UpdateWork(TrainingSession session) : ITeamWork
    {
        public void Run(int thread, int first, int end) => session._optimizer.Apply(
            new Span<float>(session._pass.Parameters + first, end - first),
            new ReadOnlySpan<float>(session._pass.Gradients + first, end - first),
            first);
    }
}
