using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>Normalisations where single precision is easily lost, and where there is nothing to normalise.</summary>
public sealed class NormalizationTests : TargetTests
{
    /// <summary>A mean that is a thousand times the deviation: squares minus the square of the mean would leave nothing.</summary>
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void StatisticsStandALargeMean(string target)
    {
        SkipUnlessRunnable(target);
        ReferenceNetwork[] networks =
        [
            new("Instance", [5, 40, 37], new InstanceNormReference(IsAffine: true)),
            new("Layer", [19, 40, 37], new LayerNormReference()),
            new("LayerOfVector", [1003], new LayerNormReference()),
        ];
        using CompiledBatch batch = CompiledBatch.Compile(target, networks);
        foreach (ReferenceNetwork reference in networks)
        {
            using Network network = batch.Create(reference.Name);
            var random = new RandomValues(3);
            double deviation = Math.Sqrt(3);
            Tensor input = random.Tensor(reference.InputShape, 1000 - deviation, 1000 + deviation), outputGradient = random.Tensor(reference.InputShape, -1, 1);
            IReadOnlyList<Tensor> weights = reference.RandomWeights(4), gradients = reference.NewGradients();
            network.SetParameters(weights);
            var output = new float[input.Length];
            ((ITestNetwork)network).Predict(input.ToSingles(), output);
            Agreement.Check($"the output of {reference.Name}", [reference.Output(input, weights)], output, 1e-6);

            using var step = new TrainingStep(network, capacity: 1);
            step.Run([input.ToSingles()], [outputGradient.ToSingles()]);
            reference.Backward(input, weights, outputGradient, gradients);
            Agreement.Check($"the gradient of {reference.Name}", [gradients[0]], step.Gradient(network.Info.Parameters[0]), 2e-6);
        }
    }

    /// <summary>A hundred thousand equal terms: added one after the other they would be off by a thousandth.</summary>
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void LongSumsStayExact(string target)
    {
        SkipUnlessRunnable(target);
        const int Batch = 8, Pixels = 112 * 112;
        using CompiledBatch batch = CompiledBatch.Compile(target, [new ReferenceNetwork("Long", [1, 112, 112], new ScaleReference())]);
        using Network network = batch.Create("Long");
        using var step = new TrainingStep(network, Batch);
        float[][] Filled(float value) => [.. Enumerable.Range(0, Batch).Select(_ => Enumerable.Repeat(value, Pixels).ToArray())];
        step.Run(Filled(0.7f), Filled(0.1f));
        double exact = (double)0.1f * Batch * Pixels;
        Assert.Equal(1, step.Gradient(network.Info.Parameters[0])[0] / (exact * 0.7f), 2e-6);
        Assert.Equal(1, step.Gradient(network.Info.Parameters[1])[0] / exact, 2e-6);
    }

    /// <summary>One position has NaN in one of its channels, one is zero, one large: none of them touches the others.</summary>
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void PositionsDoNotTouchEachOther(string target)
    {
        SkipUnlessRunnable(target);
        ReferenceLayer[] layers = [new SoftmaxReference(), new LogSoftmaxReference(), new L2NormalizeReference(), new LocalResponseNormReference(64)];
        const int Channels = 21, Positions = 5;
        ReferenceNetwork[] networks = [.. layers.Select(layer => new ReferenceNetwork($"Of{layer.Kind}", [Channels, Positions], layer))];
        using CompiledBatch batch = CompiledBatch.Compile(target, networks, training: false);
        Tensor input = new RandomValues(6).Tensor([Channels, Positions], -1, 1);
        for (int channel = 0; channel < Channels; channel++)
        {
            input[channel, 1] = 0;
            input[channel, 3] = channel * 1e6;
        }

        float[] spoilt = input.ToSingles();
        spoilt[(17 * Positions) + 2] = float.NaN;
        foreach (ReferenceNetwork reference in networks)
        {
            using Network network = batch.Create(reference.Name);
            var output = new float[input.Length];
            ((ITestNetwork)network).Predict(spoilt, output);
            Tensor expected = reference.Output(input, []);
            for (int i = 0; i < output.Length; i++)
            {
                if (i % Positions == 2)
                    Assert.True(float.IsNaN(output[i]), $"{reference.Name} hides NaN at {i}.");
                else
                    Assert.True(Math.Abs(output[i] - expected.Values[i]) <= 2e-6 * Math.Max(1, Math.Abs(expected.Values[i])), $"{reference.Name}: {output[i]} instead of {expected.Values[i]} at {i}.");
            }
        }
    }
}
