using System.Diagnostics;

namespace NetCompiler;

/// <summary>
/// Trains a network. The same seed, data and constants give bit by bit the same weights on the same target, whatever the number of threads.
/// A trainer may be used again: the optimiser's state, the shuffling and the dropout go on from where they were.
/// </summary>
public sealed class Trainer
{
    private readonly Network _network;
    private readonly Optimizer _optimizer;
    private readonly Loss _loss;
    private readonly int _inputLength;
    private readonly int _outputLength;
    private readonly int _batchSize = 64;
    private readonly int _threads = 1;
    private int _running;
    private int _epochsBegun;
    private int _stepsBegun;

    /// <summary>Brings a network, an optimiser and a loss together.</summary>
    /// <param name="network">The network; it stays the caller's to dispose of.</param>
    /// <param name="optimizer">Its state belongs to this network from the first step on.</param>
    /// <param name="loss">What to make small.</param>
    /// <exception cref="NotSupportedException">The network was compiled without training.</exception>
    /// <exception cref="ArgumentException">The network ends in a softmax, which is left out in training, but the loss does not take logits.</exception>
    public Trainer(Network network, Optimizer optimizer, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        if (network.CompiledTrainingPlan is null)
            throw new NotSupportedException($"'{network.Info.Name}' was compiled without training. Remove Training = false from its [Network].");
        if (network.Info.EndsInSoftmax && !loss.TakesLogits)
            throw new ArgumentException($"'{network.Info.Name}' ends in Softmax, which training leaves out: use Loss.CrossEntropy, or remove the layer.", nameof(loss));
        _network = network;
        _optimizer = optimizer;
        _loss = loss;
        (_inputLength, _outputLength) = Evaluation.Lengths(network);
    }

    /// <summary>Items per step; the last step of an epoch takes what is left. Default 64.</summary>
    public int BatchSize { get => _batchSize; init => _batchSize = AtLeastOne(value, nameof(BatchSize)); }

    /// <summary>Threads that share the work. Default 1. Does not change the result.</summary>
    public int Threads { get => _threads; init => _threads = AtLeastOne(value, nameof(Threads)); }

    /// <summary>Chooses the order of the items and the units that dropout drops. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>How the step size changes from epoch to epoch. Default <see cref="LearningRateSchedule.Constant"/>.</summary>
    public LearningRateSchedule LearningRateSchedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>
    /// Trains in the background. Predictions throw while an epoch runs; between two epochs, and while the validation set is measured, they work.
    /// </summary>
    /// <param name="training">The items to train on; shuffled anew for every epoch.</param>
    /// <param name="epochs">How often to go through them.</param>
    /// <param name="validation">Measured after every epoch, if given.</param>
    /// <param name="progress">Told after every batch, on the training thread: it should return soon.</param>
    /// <param name="cancellationToken">Stops the training between two batches. The weights are those of the last finished step.</param>
    /// <exception cref="ArgumentException">A dataset is empty or does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained already, or the optimiser belongs to another network.</exception>
    /// <exception cref="TrainingDivergedException">A number became infinite or not a number. The weights are those before that step.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public Task<TrainingHistory> FitAsync(
        IDataset training,
        int epochs,
        IDataset? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        Evaluation.CheckFits(training, _inputLength, _outputLength, nameof(training));
        if (validation is not null)
            Evaluation.CheckFits(validation, _inputLength, _outputLength, nameof(validation));
        return Task.Factory.StartNew(
            () => Fit(training, epochs, validation, progress, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
    }

    /// <summary>Measures the network on a dataset with this trainer's loss and threads.</summary>
    /// <inheritdoc cref="Evaluation.Of"/>
    public Evaluation Evaluate(IDataset dataset, CancellationToken cancellationToken = default) =>
        Evaluation.Of(_network, dataset, _loss, Threads, cancellationToken);

    private TrainingHistory Fit(
        IDataset training, int epochs, IDataset? validation, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _running, 1) != 0)
            throw new InvalidOperationException("This trainer is training already.");
        try
        {
            _optimizer.Attach(_network.TrainableLength);
            using TrainingSession session = new(_network, _optimizer, _loss, training, Math.Min(BatchSize, training.Count), Math.Min(Threads, ThreadTeam.MaxThreads));
            Clock clock = new(epochs, (training.Count + BatchSize - 1) / BatchSize, progress);
            List<EpochResult> results = new(epochs);
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                EpochResult result = RunEpoch(session, training, epoch, clock, cancellationToken);
                if (validation is not null)
                {
                    Evaluation evaluation = Evaluate(validation, cancellationToken);
                    result = result with { ValidationLoss = evaluation.Loss, ValidationAccuracy = evaluation.Accuracy };
                }

                results.Add(result);
                clock.Report(epoch, clock.Batches, result.TrainingLoss, result.TrainingAccuracy, result);
            }

            return new TrainingHistory(results);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    private EpochResult RunEpoch(TrainingSession session, IDataset training, int epoch, Clock clock, CancellationToken cancellationToken)
    {
        // Epochs and steps draw from streams of their own: one counts down from −1, the other up from 0.
        int[] order = Permutation.Draw(training.Count, SplitMix64.Stream(Seed, -1 - _epochsBegun++));
        float factor = LearningRateSchedule.GetFactor(epoch, clock.Epochs);
        double loss = 0;
        int correct = 0;
        int done = 0;
        long start = Stopwatch.GetTimestamp();
        _network.BeginTraining();
        try
        {
            for (int batch = 1; batch <= clock.Batches; batch++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ObjectDisposedException.ThrowIf(_network.IsDisposed, _network);
                ReadOnlySpan<int> items = order.AsSpan(done, Math.Min(BatchSize, order.Length - done));
                uint seed = (uint)SplitMix64.Stream(Seed, _stepsBegun++).NextUInt64();
                (double batchLoss, int batchCorrect) = session.Step(items, seed, factor, epoch, batch);
                loss += batchLoss;
                correct += batchCorrect;
                done += items.Length;
                clock.Report(epoch, batch, loss / done, training.HasClasses ? (double)correct / done : null, completed: null);
            }
        }
        finally
        {
            _network.EndTraining();
        }

        TimeSpan duration = Stopwatch.GetElapsedTime(start);
        return new EpochResult(
            epoch,
            _optimizer.LearningRate * factor,
            loss / done,
            training.HasClasses ? (double)correct / done : null,
            ValidationLoss: null,
            ValidationAccuracy: null,
            duration,
            done / Math.Max(duration.TotalSeconds, 1e-9));
    }

    private static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }

    /// <summary>Turns the state of the loop into reports.</summary>
    private sealed class Clock(int epochs, int batches, IProgress<TrainingProgress>? progress)
    {
        private readonly long _start = Stopwatch.GetTimestamp();

        public int Epochs => epochs;

        public int Batches => batches;

        public void Report(int epoch, int batch, double loss, double? accuracy, EpochResult? completed)
        {
            if (progress is null)
                return;
            TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
            double done = ((epoch - 1.0) * batches) + batch;
            progress.Report(new TrainingProgress
            {
                Epoch = epoch,
                Epochs = epochs,
                Batch = batch,
                Batches = batches,
                Loss = loss,
                Accuracy = accuracy,
                Elapsed = elapsed,
                Remaining = elapsed * (((double)epochs * batches / done) - 1),
                Completed = completed,
            });
        }
    }
}
