namespace NetCompiler;

/// <summary>How well a network predicts a dataset.</summary>
public sealed class Evaluation
{
    // Items per call of PredictBatch. Threads take whole chunks, so that the calls are the same ones at any number of threads.
    private const int ChunkLength = 64;

    private Evaluation(int count, double loss, ConfusionMatrix? confusionMatrix)
    {
        Count = count;
        Loss = loss;
        ConfusionMatrix = confusionMatrix;
    }

    /// <summary>The number of items.</summary>
    public int Count { get; }

    /// <summary>The mean loss per item.</summary>
    public double Loss { get; }

    /// <summary>The items whose largest score was that of their class; <see langword="null"/> where targets are not classes.</summary>
    public int? Correct => ConfusionMatrix?.Correct;

    /// <summary>The share of them; <see langword="null"/> where targets are not classes.</summary>
    public double? Accuracy => (double?)Correct / Count;

    /// <summary>Which class was taken for which; <see langword="null"/> where targets are not classes.</summary>
    public ConfusionMatrix? ConfusionMatrix { get; }

    /// <summary>Predicts every item of a dataset and compares.</summary>
    /// <param name="network">The network.</param>
    /// <param name="dataset">The items.</param>
    /// <param name="loss">Default: <see cref="Loss.CrossEntropy"/>.</param>
    /// <param name="threads">Threads that share the work. Does not change the result.</param>
    /// <param name="cancellationToken">Stops between two groups of items.</param>
    /// <exception cref="ArgumentException">The dataset is empty or does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    public static Evaluation Of(
        Network network, IDataset dataset, Loss? loss = null, int threads = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (int inputLength, int outputLength) = Lengths(network);
        CheckFits(dataset, inputLength, outputLength, nameof(dataset));

        Work work = new(network, dataset, loss ?? NetCompiler.Loss.CrossEntropy, cancellationToken);
        ThreadTeam.Run(dataset.Count, ChunkLength, threads, work);
        double sum = 0;
        foreach (double value in work.Losses)
            sum += value;
        ConfusionMatrix? matrix = null;
        if (dataset.HasClasses)
        {
            matrix = new ConfusionMatrix(outputLength);
            for (int i = 0; i < dataset.Count; i++)
                matrix.Add(work.Actual[i], work.Predicted[i]);
        }

        return new Evaluation(dataset.Count, sum / dataset.Count, matrix);
    }

    /// <summary>Floats of one input and of all outputs of a network.</summary>
    internal static (int Input, int Output) Lengths(Network network) =>
        (network.Info.InputLength, network.Info.OutputLength);

    internal static void CheckFits(IDataset dataset, int inputLength, int outputLength, string name)
    {
        if (dataset.Count < 1)
            throw new ArgumentException("The dataset is empty.", name);
        if (dataset.InputLength != inputLength)
            throw new ArgumentException($"The dataset's inputs have {dataset.InputLength} values, but the network takes {inputLength}.", name);
        if (dataset.TargetLength != outputLength)
            throw new ArgumentException($"The dataset's targets have {dataset.TargetLength} values, but the network gives {outputLength}.", name);
    }

    private sealed class Work(Network network, IDataset dataset, Loss loss, CancellationToken cancellationToken) : ITeamWork
    {
        public double[] Losses { get; } = new double[dataset.Count];

        public int[] Actual { get; } = new int[dataset.Count];

        public int[] Predicted { get; } = new int[dataset.Count];

        public void Run(int thread, int first, int end)
        {
            int inputLength = dataset.InputLength;
            int outputLength = dataset.TargetLength;
            bool endsInSoftmax = network.Info.EndsInSoftmax;
            int chunk = Math.Min(ChunkLength, end - first);
            float[] inputs = new float[chunk * inputLength];
            float[] targets = new float[chunk * outputLength];
            float[] outputs = new float[chunk * outputLength];
            for (int start = first; start < end; start += ChunkLength)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = Math.Min(ChunkLength, end - start);
                for (int i = 0; i < count; i++)
                    dataset.Read(start + i, inputs.AsSpan(i * inputLength, inputLength), targets.AsSpan(i * outputLength, outputLength));
                network.PredictBatch(inputs.AsSpan(0, count * inputLength), outputs.AsSpan(0, count * outputLength));
                for (int i = 0; i < count; i++)
                {
                    ReadOnlySpan<float> output = outputs.AsSpan(i * outputLength, outputLength);
                    ReadOnlySpan<float> target = targets.AsSpan(i * outputLength, outputLength);
                    Losses[start + i] = loss.Measure(output, target, endsInSoftmax);
                    Actual[start + i] = TrainingSession.IndexOfMaximum(target);
                    Predicted[start + i] = TrainingSession.IndexOfMaximum(output);
                }
            }
        }
    }
}
