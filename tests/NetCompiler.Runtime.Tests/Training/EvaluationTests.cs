namespace NetCompiler.Tests;

public sealed class EvaluationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(200)]
    public void CountsWhatPredictionsSay(int count)
    {
        using ClassifierNetwork network = new(seed: 8);
        ClusterDataset data = new(count);
        int[,] expected = new int[3, 3];
        double loss = 0;
        for (int n = 0; n < count; n++)
        {
            float[] input = new float[6];
            float[] target = new float[3];
            float[] output = new float[3];
            data.Read(n, input, target);
            network.PredictBatch(input, output);
            expected[target.AsSpan().IndexOf(1f), output.AsSpan().IndexOf(output.Max())]++;
            loss += Loss.CrossEntropy.Measure(output, target, endsInSoftmax: false);
        }

        for (int threads = 1; threads <= 3; threads++)
        {
            network.Predicted.Clear();
            Evaluation evaluation = Evaluation.Of(network, data, threads: threads);

            // The same calls at any number of threads, so that kernels which work on whole batches give the same sums.
            Assert.Equal(Enumerable.Range(0, (count + 63) / 64).Select(i => Math.Min(64, count - (64 * i))).Order(), network.Predicted.Order());
            Assert.Equal(count, evaluation.Count);
            Assert.Equal(loss / count, evaluation.Loss, 1e-12);
            Assert.Equal(expected[0, 0] + expected[1, 1] + expected[2, 2], evaluation.Correct);
            Assert.Equal((double)evaluation.Correct!.Value / count, evaluation.Accuracy);
            for (int actual = 0; actual < 3; actual++)
            {
                for (int predicted = 0; predicted < 3; predicted++)
                    Assert.Equal(expected[actual, predicted], evaluation.ConfusionMatrix![actual, predicted]);
            }
        }
    }

    [Fact]
    public void ProbabilitiesAndLogitsHaveTheSameLoss()
    {
        using ClassifierNetwork logits = new(seed: 8);
        using ClassifierNetwork probabilities = new(seed: 8, endsInSoftmax: true);
        ClusterDataset data = new(50);
        Assert.Equal(Evaluation.Of(logits, data).Loss, Evaluation.Of(probabilities, data).Loss, 1e-5);
    }

    [Fact]
    public void StopsWhenCancelled()
    {
        using ClassifierNetwork network = new(seed: 8);
        Assert.Throws<OperationCanceledException>(
            () => Evaluation.Of(network, new ClusterDataset(300), threads: 2, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void MatrixGivesSharesAndText()
    {
        ConfusionMatrix matrix = new(3);
        foreach ((int actual, int predicted) in new[] { (0, 0), (0, 1), (1, 1), (1, 1), (1, 0) })
            matrix.Add(actual, predicted);

        Assert.Equal(3, matrix.Correct);
        Assert.Equal(0.5, matrix.Recall(0));
        Assert.Equal(2 / 3.0, matrix.Recall(1));
        Assert.Equal(0, matrix.Recall(2));
        Assert.Equal(0.5, matrix.Precision(0));
        Assert.Equal(0, matrix.Precision(2));
        Assert.Equal("   0 1 2\n 0 1 1 0\n 1 1 2 0\n 2 0 0 0", matrix.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[3, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, -1]);
    }
}
