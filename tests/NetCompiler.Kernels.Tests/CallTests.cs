using System.Reflection;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Kernels.Tests;

/// <summary>The generated public members: lengths, batches, files, end of life.</summary>
public sealed class CallTests(CallTests.Fixture fixture) : IClassFixture<CallTests.Fixture>
{
    private const int InputLength = 28 * 28;
    private const int OutputLength = 10;

    private readonly CompiledBatch _batch = fixture.Batch;

    /// <summary>The network of all tests, compiled once.</summary>
    public sealed class Fixture : IDisposable
    {
        internal CompiledBatch Batch { get; } = CompiledBatch.Compile("Portable", [WholeNetworks.LeNet5]);

        public void Dispose() => Batch.Dispose();
    }

    [Theory]
    [InlineData(InputLength - 1, OutputLength)]
    [InlineData(InputLength + 1, OutputLength)]
    [InlineData(0, OutputLength)]
    [InlineData(InputLength, OutputLength - 1)]
    [InlineData(InputLength, OutputLength + 1)]
    public void PredictRefusesOtherLengths(int input, int output)
    {
        using Network network = _batch.Create("LeNet5");
        Assert.Throws<ArgumentException>(() => ((ITestNetwork)network).Predict(new float[input], new float[output]));
    }

    [Theory]
    [InlineData(InputLength, 0)]
    [InlineData(0, OutputLength)]
    [InlineData(2 * InputLength, OutputLength)]
    [InlineData(InputLength, 2 * OutputLength)]
    [InlineData((2 * InputLength) - 1, 2 * OutputLength)]
    [InlineData(2 * InputLength, (2 * OutputLength) + 1)]
    public void PredictBatchRefusesSpansThatDoNotFit(int inputs, int outputs)
    {
        using Network network = _batch.Create("LeNet5");
        Assert.Throws<ArgumentException>(() => ((ITestNetwork)network).PredictBatch(new float[inputs], new float[outputs]));
    }

    [Fact]
    public void AnEmptyBatchIsNothing()
    {
        using Network network = _batch.Create("LeNet5");
        ((ITestNetwork)network).PredictBatch([], []);
    }

    [Fact]
    public void ConstantsSayTheLengths()
    {
        Type type = _batch.Type("LeNet5");
        Assert.Equal(InputLength, type.GetField("InputLength")!.GetRawConstantValue());
        Assert.Equal(OutputLength, type.GetField("OutputLength")!.GetRawConstantValue());
        Assert.True(type.IsSealed);
    }

    [Fact]
    public void SavedWeightsPredictAlike()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using Network saved = _batch.Create("LeNet5", seed: 5), other = _batch.Create("LeNet5", seed: 6);
            saved.Save(path);
            using var loaded = (Network)_batch.Type("LeNet5").GetMethod("Load", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [path, null, 1])!;
            float[] expected = Predict(saved);
            Assert.Equal(expected, Predict(loaded));
            Assert.NotEqual(expected, Predict(other));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ChangedWeightsCountAfterTheNotice()
    {
        using Network network = _batch.Create("LeNet5");
        float[] before = Predict(network);
        foreach (Parameter parameter in network.Parameters)
            parameter.Values.Clear();
        network.NotifyParametersChanged();
        Assert.NotEqual(before, Predict(network));
        Assert.All(Predict(network), probability => Assert.Equal(0.1f, probability, 1e-6f));
    }

    [Fact]
    public void AfterDisposalCallsAreRefused()
    {
        Network network = _batch.Create("LeNet5");
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Predict(network));
        Assert.Throws<ObjectDisposedException>(() => ((ITestNetwork)network).PredictBatch(new float[InputLength], new float[OutputLength]));
    }

    [Fact]
    public void WithoutTrainingThereIsNoPlan()
    {
        using CompiledBatch batch = CompiledBatch.Compile("Portable", [WholeNetworks.LeNet5], training: false);
        using Network network = batch.Create("LeNet5");
        Assert.Null(network.CompiledTrainingPlan);
        Assert.Throws<NotSupportedException>(() => new Trainer(network, new Sgd(0.1f), Loss.CrossEntropy));
    }

    private static float[] Predict(Network network)
    {
        var output = new float[OutputLength];
        ((ITestNetwork)network).Predict(new RandomValues(4).Tensor([InputLength], 0, 1).ToSingles(), output);
        return output;
    }
}
