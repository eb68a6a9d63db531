namespace NetCompiler.Tests;

public sealed class DivergenceTests
{
    private static async Task<TrainingDivergedException> Fail(ClassifierNetwork network, ClusterDataset data, SynchronousProgress? progress = null)
    {
        Trainer trainer = new(network, new Sgd(0.1f, 0.9f), Loss.CrossEntropy) { BatchSize = 7, Threads = 2 };
        List<float[]> beforeStep = [];
        network.OnStage = (stage, _) =>
        {
            lock (beforeStep)
            {
                if (stage == 0)
                    beforeStep.Add(network.Snapshot());
            }
        };
        TrainingDivergedException exception = await Assert.ThrowsAsync<TrainingDivergedException>(() => trainer.FitAsync(data, 3, progress: progress));

        Assert.Equal(beforeStep[^1].Select(BitConverter.SingleToInt32Bits), network.Snapshot().Select(BitConverter.SingleToInt32Bits));
        network.OnStage = null;
        network.PredictBatch(new float[ClassifierNetwork.InputLength], new float[ClassifierNetwork.OutputLength]);
        Assert.Contains($"epoch {exception.Epoch}, batch {exception.Batch}", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{exception.Layer}'", exception.Message.Replace("input of", "'input'", StringComparison.Ordinal), StringComparison.Ordinal);
        return exception;
    }

    [Theory]
    [InlineData("fc1.weight", float.NaN, "fc1")]
    [InlineData("fc1.bias", float.NaN, "fc1")]
    [InlineData("fc2.weight", float.PositiveInfinity, "fc2")]
    [InlineData("fc2.bias", float.NegativeInfinity, "fc2")]
    public async Task NamesTheFirstLayerThatIsNotFinite(string parameter, float value, string layer)
    {
        using ClassifierNetwork network = new(seed: 2);
        network.Parameters.Single(p => p.Name == parameter).Values[^1] = value;

        TrainingDivergedException exception = await Fail(network, new ClusterDataset(23));

        Assert.Equal((layer, 1, 1), (exception.Layer, exception.Epoch, exception.Batch));
        Assert.Contains("learning rate", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamesTheParameterWhoseGradientIsNotFinite()
    {
        using ClassifierNetwork network = new(seed: 2);
        SynchronousProgress progress = new(report =>
        {
            if (report is { Epoch: 2, Batch: 1 })
                network.SpoiledGradient = network.Info.Parameters.Single(p => p.Name == "fc2.bias").Offset + 1;
        });

        TrainingDivergedException exception = await Fail(network, new ClusterDataset(23), progress);

        Assert.Equal("fc2.bias", exception.Layer);
        Assert.Equal((2, 2), (exception.Epoch, exception.Batch));
    }

    [Fact]
    public async Task NamesTheItemWhoseInputIsNotFinite()
    {
        using ClassifierNetwork network = new(seed: 2);
        TrainingDivergedException exception = await Fail(network, new ClusterDataset(23) { Wrong = (13, float.NaN) });
        Assert.Equal("input", exception.Layer);
        Assert.Contains("item 13", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARateThatIsTooLargeIsStopped()
    {
        using ClassifierNetwork network = new(seed: 2);
        Trainer trainer = new(network, new Sgd(1e30f, 0.9f), Loss.MeanSquaredError) { BatchSize = 7 };
        TrainingDivergedException exception = await Assert.ThrowsAsync<TrainingDivergedException>(() => trainer.FitAsync(new ClusterDataset(23), 9));

        Assert.Contains("1E+30", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(network.Snapshot(), value => !float.IsFinite(value));
    }
}
