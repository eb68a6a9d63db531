namespace NetCompiler.Tests;

public sealed unsafe class NetworkTests
{
    private static readonly float[] s_input = [.. Enumerable.Range(1, ScaleNetwork.InputLength).Select(i => i / 4f)];

    [Fact]
    public void PredictUsesTheParameters()
    {
        using var network = new ScaleNetwork(3);
        network.Parameters[1].Values[0] = 0.5f;
        network.NotifyParametersChanged();

        Assert.Equal(Expected(network), Predict(network));
    }

    [Fact]
    public void ParametersAreNamedShapedAndAligned()
    {
        using var network = new ScaleNetwork();
        Assert.Equal(["scale.weight [3, 7]", "shift.bias [1]", "unused.weight [2, 1, 2, 2]"], network.Parameters.Select(p => p.ToString()));
        Assert.Equal(64, network.ParameterBlockLength);
        Assert.Equal(0u, (nuint)network.ParameterBlock % 64);
        Assert.Equal([21, 1, 8], network.Parameters.Select(p => p.Values.Length));
    }

    [Fact]
    public void OffsetsThatDoNotFitAreRefused()
    {
        ParameterInfo Tensor(string name, int[] shape, int offset) => new(name, shape, Initializer.Zeros, 1, 1, offset);
        Assert.Equal(0, new ParameterBlock([]).Length);
        Assert.Equal(32, new ParameterBlock([Tensor("a", [0], 0), Tensor("b", [], 0), Tensor("c", [16], 16)]).Length);
        Assert.Throws<ArgumentException>(() => new ParameterBlock([Tensor("a", [17], 0), Tensor("b", [1], 16)]));
        Assert.Throws<ArgumentException>(() => new ParameterBlock([Tensor("a", [-1], 0)]));
        Assert.Throws<OverflowException>(() => new ParameterBlock([Tensor("a", [1 << 16, 1 << 16], 0)]));
    }

    [Fact]
    public void WeightsArePackedOncePerChange()
    {
        using var network = new ScaleNetwork();
        Assert.Equal(0, network.Packs);
        Predict(network);
        Predict(network);
        Assert.Equal(1, network.Packs);

        network.NotifyParametersChanged();
        network.NotifyParametersChanged();
        Assert.Equal(1, network.Packs);
        Predict(network);
        Predict(network);
        Assert.Equal(2, network.Packs);
    }

    [Fact]
    public void AChangeDuringPackingIsNotLost()
    {
        using var network = new ScaleNetwork();
        network.DuringPack = () =>
        {
            network.DuringPack = null;
            network.NotifyParametersChanged();
        };
        Predict(network);
        Assert.Equal(2, network.Packs);
    }

    [Fact]
    public void AFailedPackIsTriedAgain()
    {
        using var network = new ScaleNetwork();
        network.DuringPack = () => throw new InvalidTimeZoneException();
        Assert.Throws<InvalidTimeZoneException>(() => Predict(network));
        Assert.Throws<InvalidTimeZoneException>(() => Predict(network));
        network.DuringPack = null;
        Assert.Equal(Expected(network), Predict(network));
    }

    [Fact]
    public void AFailedCallGivesItsMemoryBack()
    {
        using var network = new ScaleNetwork { DuringPredict = () => throw new InvalidTimeZoneException() };
        for (int i = 0; i < 3; i++)
        {
            Assert.Throws<InvalidTimeZoneException>(() => Predict(network));
        }

        network.DuringPredict = null;
        Assert.Equal(Expected(network), Predict(network));
        network.NotifyParametersChanged();
        Predict(network);
    }

    [Fact]
    public void TrainingExcludesEverythingElse()
    {
        using var directory = new TemporaryDirectory();
        using var network = new ScaleNetwork(3);
        float[] before = Predict(network);
        network.BeginTraining();

        Assert.Contains("is being trained", Assert.Throws<InvalidOperationException>(() => Predict(network)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(network.BeginTraining);
        Assert.Throws<InvalidOperationException>(() => network.Save(directory.File("a")));
        Assert.Throws<InvalidOperationException>(() => network.LoadWeights(directory.File("a")));
        network.SaveDuringTraining(directory.File("checkpoint"));
        network.ParameterSpan[0] += 1;

        network.EndTraining();
        float[] after = Predict(network);
        Assert.NotEqual(before, after);
        Assert.Equal(Expected(network), after);
        network.LoadWeights(directory.File("checkpoint"));
        Assert.Equal(before, Predict(network));
    }

    [Fact]
    public void DisposeDuringTrainingLeavesItTheParameters()
    {
        var network = new ScaleNetwork(3);
        network.BeginTraining();
        network.Dispose();
        Assert.True(network.IsDisposed);
        network.ParameterSpan[0] = 1;
        Assert.Throws<ObjectDisposedException>(() => Predict(network));
        network.EndTraining();
        Assert.Throws<ObjectDisposedException>(() => network.ParameterSpan[0]);
    }

    [Fact]
    public void UseAfterDisposeThrows()
    {
        using var directory = new TemporaryDirectory();
        var network = new ScaleNetwork();
        Predict(network);
        network.Dispose();
        network.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Predict(network));
        Assert.Throws<ObjectDisposedException>(() => network.Parameters[0].Values[0]);
        Assert.Throws<ObjectDisposedException>(network.NotifyParametersChanged);
        Assert.Throws<ObjectDisposedException>(network.BeginTraining);
        Assert.Throws<ObjectDisposedException>(() => network.Save(directory.File("a")));
        Assert.Throws<ObjectDisposedException>(() => network.LoadWeights(directory.File("a")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    [Fact]
    public void ASpanOfWeightsOutlivesItsNetwork()
    {
        var network = new ScaleNetwork(5);
        Span<float> values = network.Parameters[0].Values;
        float[] copy = values.ToArray();
        network.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.Equal(copy, values.ToArray());
    }

    [Theory]
    [InlineData(20, 21, "input")]
    [InlineData(22, 21, "input")]
    [InlineData(21, 0, "output")]
    [InlineData(21, 42, "output")]
    public void LengthsAreChecked(int input, int output, string parameter)
    {
        using var network = new ScaleNetwork();
        var exception = Assert.Throws<ArgumentException>(() => network.Predict(new float[input], new float[output]));
        Assert.Equal(parameter, exception.ParamName);
        Assert.Contains("exactly 21", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BatchesAreChecked()
    {
        Assert.Equal(0, ScaleNetwork.BatchOf(0, 0));
        Assert.Equal(3, ScaleNetwork.BatchOf(63, 63));
        Assert.Throws<ArgumentException>(() => ScaleNetwork.BatchOf(62, 63));
        Assert.Throws<ArgumentException>(() => ScaleNetwork.BatchOf(62, 42));
        Assert.Throws<ArgumentException>(() => ScaleNetwork.BatchOf(63, 42));
    }

    internal static float[] Predict(ScaleNetwork network)
    {
        float[] output = new float[ScaleNetwork.OutputLength];
        network.Predict(s_input, output);
        return output;
    }

    internal static float[] Expected(ScaleNetwork network)
    {
        float[] weights = network.Parameters[0].Values.ToArray();
        float bias = network.Parameters[1].Values[0];
        return [.. weights.Select((weight, i) => weight * s_input[i] + bias)];
    }
}
