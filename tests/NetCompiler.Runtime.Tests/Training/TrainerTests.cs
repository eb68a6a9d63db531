namespace NetCompiler.Tests;

public sealed class TrainerTests
{
    private static Trainer Create(ClassifierNetwork network, int batch = 7, int threads = 1, int seed = 1, Optimizer? optimizer = null) =>
        new(network, optimizer ?? new Sgd(0.1f, 0.9f, 1e-3f), Loss.CrossEntropy) { BatchSize = batch, Threads = threads, Seed = seed };

    [Fact]
    public async Task OneStepFollowsTheMeanGradientOfTheBatch()
    {
        using ClassifierNetwork network = new(seed: 3);
        ClusterDataset data = new(5);
        double[] before = [.. network.Snapshot().Select(x => (double)x)];
        await Create(network, batch: 8, optimizer: new Sgd(0.5f)).FitAsync(data, 1);

        // Central differences of the mean loss in double, over every parameter.
        float[] after = network.Snapshot();
        foreach (ParameterInfo parameter in network.Info.Parameters)
        {
            for (int i = parameter.Offset; i < parameter.Offset + parameter.Length; i++)
            {
                double kept = before[i];
                before[i] = kept + 1e-5;
                double up = MeanLoss(before, data);
                before[i] = kept - 1e-5;
                double down = MeanLoss(before, data);
                before[i] = kept;
                Assert.Equal(kept - (0.5 * (up - down) / 2e-5), after[i], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ThreadsDoNotChangeABit(int optimizer)
    {
        List<(float[] Weights, TrainingHistory History)> runs = [];
        foreach (int threads in new[] { 1, 2, 3, 2 })
        {
            using ClassifierNetwork network = new(seed: 5, dropout: 0.3f);
            Trainer trainer = Create(network, threads: threads, optimizer: optimizer == 0 ? new Sgd(0.1f, 0.9f) : new Adam(0.01f));
            TrainingHistory history = await trainer.FitAsync(new ClusterDataset(23), 3, new ClusterDataset(200));
            runs.Add((network.Snapshot(), history));
        }

        foreach ((float[] weights, TrainingHistory history) in runs[1..])
        {
            Assert.Equal(runs[0].Weights.Select(BitConverter.SingleToInt32Bits), weights.Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(
                runs[0].History.Epochs.Select(e => (e.TrainingLoss, e.TrainingAccuracy, e.ValidationLoss, e.ValidationAccuracy)),
                history.Epochs.Select(e => (e.TrainingLoss, e.TrainingAccuracy, e.ValidationLoss, e.ValidationAccuracy)));
        }
    }

    [Fact]
    public async Task TheSeedChoosesOrderAndDropout()
    {
        List<float[]> weights = [];
        foreach (int seed in new[] { 1, 2 })
        {
            using ClassifierNetwork network = new(seed: 5, dropout: 0.3f);
            await Create(network, seed: seed).FitAsync(new ClusterDataset(23), 1);
            weights.Add(network.Snapshot());
        }

        Assert.NotEqual(weights[0], weights[1]);
    }

    [Fact]
    public async Task DropoutSeesAnotherSeedAtEveryStep()
    {
        using ClassifierNetwork network = new(seed: 5);
        List<uint> seeds = [];
        network.OnStage = (stage, pass) =>
        {
            if (stage == 1)
                seeds.Add(pass.Seed);
        };
        Trainer trainer = Create(network);
        await trainer.FitAsync(new ClusterDataset(23), 2);
        await trainer.FitAsync(new ClusterDataset(23), 1);

        Assert.Equal(12, seeds.Count);
        Assert.Equal(12, seeds.Distinct().Count());
    }

    [Fact]
    public async Task Learns()
    {
        using ClassifierNetwork network = new(seed: 1);
        Trainer trainer = Create(network);
        TrainingHistory history = await trainer.FitAsync(new ClusterDataset(200), 4, new ClusterDataset(300));

        Assert.Equal([1, 2, 3, 4], history.Epochs.Select(e => e.Epoch));
        Assert.True(history.Epochs[^1].ValidationAccuracy > 0.97);
        Assert.True(history.Epochs[^1].TrainingLoss < history.Epochs[0].TrainingLoss);
        Assert.True(history.Epochs[^1].TrainingAccuracy > 0.97);
        Assert.All(history.Epochs, e => Assert.True(e.ImagesPerSecond > 0));
        Assert.Equal(history.Epochs[^1].ValidationLoss, trainer.Evaluate(new ClusterDataset(300)).Loss);
    }

    [Fact]
    public async Task EveryItemIsTrainedOncePerEpochInTheLastBatchToo()
    {
        using ClassifierNetwork network = new(seed: 1);
        List<int> batches = [];
        network.OnStage = (stage, pass) =>
        {
            if (stage == 1)
                batches.Add(pass.Batch);
        };
        ClusterDataset data = new(23);
        await Create(network, batch: 7).FitAsync(data, 2);

        Assert.Equal([7, 7, 7, 2, 7, 7, 7, 2], batches);
        Assert.All(data.Reads, reads => Assert.Equal(2, reads));
    }

    [Fact]
    public async Task EveryEpochHasAnOrderOfItsOwn()
    {
        List<int> first = [];
        List<int> again = [];
        foreach (List<int> order in new[] { first, again })
        {
            using ClassifierNetwork network = new(seed: 1);
            await Create(network).FitAsync(new ClusterDataset(23) { OnRead = order.Add }, 2);
        }

        Assert.Equal(first, again);
        Assert.NotEqual(first[..23], first[23..]);
        Assert.NotEqual(first[..23], first[..23].Order());
    }

    [Fact]
    public async Task ASecondFitGoesOnWhereTheFirstStopped()
    {
        using ClassifierNetwork atOnce = new(seed: 5, dropout: 0.2f);
        await Create(atOnce).FitAsync(new ClusterDataset(23), 3);

        using ClassifierNetwork inTwo = new(seed: 5, dropout: 0.2f);
        Trainer trainer = Create(inTwo);
        await trainer.FitAsync(new ClusterDataset(23), 1);
        await trainer.FitAsync(new ClusterDataset(23), 2);

        Assert.Equal(atOnce.Snapshot(), inTwo.Snapshot());
    }

    [Fact]
    public async Task TheScheduleScalesTheStepsOfItsEpoch()
    {
        using ClassifierNetwork network = new(seed: 5);
        Trainer trainer = new(network, new Sgd(0.25f), Loss.CrossEntropy) { LearningRateSchedule = LearningRateSchedule.Step(1, 0.5f) };
        TrainingHistory history = await trainer.FitAsync(new ClusterDataset(23), 3);
        Assert.Equal([0.25f, 0.125f, 0.0625f], history.Epochs.Select(e => e.LearningRate));
    }

    [Fact]
    public async Task CancellationStopsBetweenBatchesAndKeepsTheWeights()
    {
        List<float[]> beforeStep = [];
        using ClassifierNetwork reference = new(seed: 5);
        reference.OnStage = (stage, _) =>
        {
            if (stage == 0)
                beforeStep.Add(reference.Snapshot());
        };
        await Create(reference).FitAsync(new ClusterDataset(23), 2);

        using ClassifierNetwork network = new(seed: 5);
        using CancellationTokenSource source = new();
        int reports = 0;
        SynchronousProgress progress = new(report =>
        {
            reports++;
            if (report is { Epoch: 2, Batch: 2 })
                source.Cancel();
        });
        Task<TrainingHistory> fit = Create(network).FitAsync(new ClusterDataset(23), 2, progress: progress, cancellationToken: source.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fit);
        Assert.True(fit.IsCanceled);
        Assert.Equal(4 + 1 + 2, reports);
        Assert.Equal(beforeStep[6], network.Snapshot());
        network.PredictBatch(new float[ClassifierNetwork.InputLength], new float[ClassifierNetwork.OutputLength]);
    }

    [Fact]
    public async Task ACancelledTokenTrainsNothing()
    {
        using ClassifierNetwork network = new(seed: 5);
        float[] before = network.Snapshot();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Create(network).FitAsync(new ClusterDataset(23), 1, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal(before, network.Snapshot());
    }

    [Fact]
    public async Task ProgressComesAfterEveryBatchAndEveryEpoch()
    {
        using ClassifierNetwork network = new(seed: 5);
        List<TrainingProgress> reports = [];
        TrainingHistory history = await Create(network).FitAsync(
            new ClusterDataset(23), 2, new ClusterDataset(9), new SynchronousProgress(reports.Add));

        Assert.Equal(
            [(1, 1), (1, 2), (1, 3), (1, 4), (1, 4), (2, 1), (2, 2), (2, 3), (2, 4), (2, 4)],
            reports.Select(r => (r.Epoch, r.Batch)));
        Assert.All(reports, r => Assert.Equal((2, 4), (r.Epochs, r.Batches)));
        Assert.Equal(history.Epochs, reports.Where(r => r.Completed is not null).Select(r => r.Completed));
        Assert.Equal([4, 9], Enumerable.Range(0, 10).Where(i => reports[i].Completed is not null));
        Assert.Equal(history.Epochs[1].TrainingLoss, reports[8].Loss);
        Assert.Equal(history.Epochs[1].TrainingAccuracy, reports[8].Accuracy);
        Assert.Equal(TimeSpan.Zero, reports[9].Remaining);
        Assert.True(reports[0].Remaining > TimeSpan.Zero);
        Assert.Equal(reports.Select(r => r.Elapsed).Order(), reports.Select(r => r.Elapsed));
    }

    [Fact]
    public async Task WithoutClassesThereIsNoAccuracy()
    {
        using ClassifierNetwork network = new(seed: 5);
        Trainer trainer = new(network, new Sgd(0.05f), Loss.MeanSquaredError);
        TrainingHistory history = await trainer.FitAsync(new ClusterDataset(23) { HasClasses = false }, 2, new ClusterDataset(9) { HasClasses = false });

        Assert.Null(history.Epochs[0].TrainingAccuracy);
        Assert.Null(history.Epochs[0].ValidationAccuracy);
        Assert.True(history.Epochs[1].TrainingLoss < history.Epochs[0].TrainingLoss);
    }

    [Fact]
    public async Task PredictionsThrowWhileAnEpochRunsAndWorkAfterwards()
    {
        using ClassifierNetwork network = new(seed: 5);
        float[] output = new float[ClassifierNetwork.OutputLength];
        int refused = 0;
        SynchronousProgress progress = new(report =>
        {
            if (report.Completed is null)
            {
                Assert.Throws<InvalidOperationException>(() => network.PredictBatch(new float[ClassifierNetwork.InputLength], output));
                refused++;
            }
        });
        await Create(network).FitAsync(new ClusterDataset(23), 1, new ClusterDataset(9), progress);

        Assert.Equal(4, refused);
        network.PredictBatch(new float[ClassifierNetwork.InputLength], output);
        Assert.NotEqual(0, output[0]);
    }

    [Fact]
    public async Task DisposingTheNetworkEndsTheTraining()
    {
        ClassifierNetwork network = new(seed: 5);
        Task fit = Create(network).FitAsync(new ClusterDataset(23), 1, progress: new SynchronousProgress(_ => network.Dispose()));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => fit);
    }

    [Fact]
    public async Task AFailingProgressOrDatasetLeavesTheTrainerUsable()
    {
        using ClassifierNetwork network = new(seed: 5);
        Trainer trainer = Create(network, threads: 2);
        await Assert.ThrowsAsync<FormatException>(
            () => trainer.FitAsync(new ClusterDataset(23), 1, progress: new SynchronousProgress(_ => throw new FormatException())));
        await trainer.FitAsync(new ClusterDataset(23), 1);
    }

    [Fact]
    public async Task DatasetsMustFit()
    {
        using ClassifierNetwork network = new(seed: 5);
        Trainer trainer = Create(network);
        ClusterDataset right = new(4);
        ClusterDataset[] wrong = [new(4, inputLength: 8), new(4, classes: 5), new(0)];
        foreach ((ClusterDataset dataset, string[] words) in wrong.Zip<ClusterDataset, string[]>([["8", "6"], ["5", "3"], ["empty"]]))
        {
            ArgumentException training = await Assert.ThrowsAsync<ArgumentException>(() => trainer.FitAsync(dataset, 1));
            ArgumentException validation = await Assert.ThrowsAsync<ArgumentException>(() => trainer.FitAsync(right, 1, dataset));
            ArgumentException evaluation = Assert.Throws<ArgumentException>(() => trainer.Evaluate(dataset));
            Assert.Equal(("training", "validation", "dataset"), (training.ParamName, validation.ParamName, evaluation.ParamName));
            Assert.All(words, word => Assert.Contains(word, training.Message, StringComparison.Ordinal));
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => trainer.FitAsync(right, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(network, batch: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(network, threads: 0));
    }

    [Fact]
    public void NetworkAndLossMustFit()
    {
        using ClassifierNetwork untrainable = new(seed: 5, trainable: false);
        Assert.Contains("Training = false", Assert.Throws<NotSupportedException>(() => Create(untrainable)).Message, StringComparison.Ordinal);
        using ClassifierNetwork softmax = new(seed: 5, endsInSoftmax: true);
        Assert.Throws<ArgumentException>(() => new Trainer(softmax, new Sgd(1), Loss.MeanSquaredError));
        Create(softmax);
    }

    [Fact]
    public async Task OneFitAtATime()
    {
        using ClassifierNetwork network = new(seed: 5);
        Trainer trainer = Create(network);
        Trainer other = Create(network);
        List<Exception> exceptions = [];
        SynchronousProgress progress = new(report =>
        {
            if (report.Completed is not null)
                return;
            foreach (Trainer second in new[] { trainer, other })
                exceptions.Add(Assert.Throws<InvalidOperationException>(() => second.FitAsync(new ClusterDataset(3), 1).GetAwaiter().GetResult()));
        });
        await trainer.FitAsync(new ClusterDataset(7), 1, progress: progress);
        Assert.Equal([true, false], exceptions.Select(e => e.Message.Contains("This trainer", StringComparison.Ordinal)));
    }

    private static double MeanLoss(double[] parameters, ClusterDataset data)
    {
        double loss = 0;
        for (int n = 0; n < data.Count; n++)
        {
            float[] input = new float[data.InputLength];
            float[] target = new float[data.TargetLength];
            data.Read(n, input, target);
            double[] hidden = [.. Enumerable.Range(0, 20).Select(j => Math.Tanh(parameters[128 + j] + input.Select((x, i) => x * parameters[(j * 6) + i]).Sum()))];
            double[] logits = [.. Enumerable.Range(0, 3).Select(k => parameters[224 + k] + hidden.Select((h, j) => h * parameters[160 + (k * 20) + j]).Sum())];
            loss += Math.Log(logits.Sum(Math.Exp)) - logits[target.AsSpan().IndexOf(1f)];
        }

        return loss / data.Count;
    }
}
