using System.Reflection;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>What a chain of layers cannot show: several inputs and outputs, outputs of training alone, blocks.</summary>
public sealed class GraphTests(GraphTests.Compiled compiled) : IClassFixture<GraphTests.Compiled>
{
    /// <summary>The networks of these tests, compiled once for the machine's best instruction set.</summary>
    public sealed class Compiled : IDisposable
    {
        internal CompiledBatch Batch { get; } = CompiledBatch.Compile(InstructionSets.Best, [Trunk, Head, Aside, Residual], otherSource: Source);

        public void Dispose() => Batch.Dispose();
    }

    private static readonly ReferenceLayer[] s_trunk = [new ConvReference(5, 3), new ReluReference(), new FlattenReference { Name = "features" }];

    private static readonly ReferenceNetwork Trunk = new("Trunk", [2, 5, 4], s_trunk);

    private static readonly ReferenceNetwork Head = new("Head", [2, 5, 4], [.. s_trunk, new DenseReference(7), new SoftmaxReference()]);

    private static readonly ReferenceNetwork Aside = new("Aside", [2, 5, 4], [.. s_trunk, new DenseReference(4)]);

    /// <summary>Two residual blocks, the second with a projection, layer by layer.</summary>
    private static readonly ReferenceNetwork Residual = new(
        "Residual", [3, 8, 7],
        new ConvReference(17, 3), new ReluReference { Name = "stem" },
        new ConvReference(17, new ReferenceWindow(3, 3) { Pads = [1, 1, 1, 1] }, Bias: false), new BatchNormReference(), new ReluReference(), new AddReference("stem"), new ReluReference { Name = "first" },
        new ConvReference(20, new ReferenceWindow(3, 3) { Pads = [1, 1, 1, 1], StrideY = 2, StrideX = 2 }, Bias: false), new BatchNormReference { Name = "branch" }, new ReluReference { Name = "inner" },
        new ConvReference(20, new ReferenceWindow(1, 1) { StrideY = 2, StrideX = 2 }, Bias: false) { From = "first" }, new BatchNormReference { Name = "shortcut" },
        new AddReference("inner", "shortcut"), new ReluReference());

    private const string Source = """
        [Network(2, 5, 4)]
        [Conv(5, 3), Relu, Flatten(Name = "features")]
        [Dense(7), Softmax, Output("classes")]
        [Dense(4, From = "features"), Output("box")]
        public partial class TwoHeads;

        [Network(2, 5, 4)]
        [Conv(5, 3), Relu, Flatten(Name = "features")]
        [Dense(4), AuxiliaryOutput("aside", lossWeight: 0.5f)]
        [Dense(4, From = "features", Name = "main")]
        public partial class WithAside;

        [Network(3)]
        [Dense(4, Name = "main"), AuxiliaryOutput("again", lossWeight: 0.5f)]
        public partial class Twice;

        [Network(3)]
        [Dense(4, Name = "main")]
        public partial class Once;

        [Network(3)]
        [BatchNorm(Momentum = 0.25f), Dense(4)]
        public partial class Normalized;

        [Network(2, 3, 4)]
        [Input("mask", 2, 3, 4), Input("weights", 2)]
        [Multiply("input", "mask"), Multiply("weights")]
        public partial class ThreeInputs;

        [Conv(NetCompiler.Layers.BlockParameters.Filters, 3, Stride = NetCompiler.Layers.BlockParameters.Stride, Padding = 1, Bias = false), BatchNorm, Relu]
        [Add("input", Projection = true), Relu]
        public sealed class StepAttribute(int filters, int stride = 1) : BlockAttribute(filters, stride);

        [Network(3, 8, 7)]
        [Conv(17, 3, Name = "stem"), Relu]
        [Step(17, Name = "layer1.0"), Step(20, stride: 2, Name = "layer1.1")]
        public partial class OfBlocks;

        [Network(3, 8, 7)]
        [Conv(17, 3), Relu, Step(17, Repeat = 3), Conv(2, 1, From = "step1.1.conv1")]
        public partial class Repeated;

        [Conv(5, 3), Relu, MaxPool(2), Conv(18, 2), Tanh, Flatten, Dense(20), Relu, Dropout(0.5f), Dense(4), Softmax]
        public sealed class ClassifierAttribute : BlockAttribute;

        [Network(2, 10, 12), Classifier(Name = "net")]
        public partial class Window;

        [Network(2, 10, 12), SlidingWindow(10, 12), Classifier(Name = "net")]
        public partial class Standing;

        [Network(2, 10, 12), SlidingWindow(16, 22), Classifier(Name = "net")]
        public partial class Sliding;

        public static class Calls
        {
            public static float[][] TwoHeads(NetCompiler.Network network, float[] input)
            {
                var classes = new float[Batch.TwoHeads.ClassesLength];
                var box = new float[Batch.TwoHeads.BoxLength];
                ((TwoHeads)network).Predict(input, classes, box);
                return [classes, box];
            }

            public static float[] ThreeInputs(NetCompiler.Network network, float[] input, float[] mask, float[] weights)
            {
                var output = new float[Batch.ThreeInputs.OutputLength];
                ((ThreeInputs)network).Predict(input, mask, weights, output);
                return output;
            }
        }
        """;

    private static T Call<T>(Network network, string method, params object[] arguments) =>
        (T)network.GetType().Assembly.GetType("Batch.Calls", throwOnError: true)!.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [network, .. arguments])!;

    [Fact]
    public void EveryOutputHasASpanOfItsOwn()
    {
        using Network network = compiled.Batch.Create("TwoHeads");
        IReadOnlyList<Tensor> weights = Head.RandomWeights(3), other = Aside.RandomWeights(4);
        network.SetParameters([.. weights, other[^2], other[^1]]);
        Tensor[] inputs = [.. Enumerable.Range(0, 5).Select(i => new RandomValues((ulong)i).Tensor(Head.InputShape, -1, 1))];
        Tensor[] classes = [.. inputs.Select(input => Head.Output(input, weights))];
        Tensor[] boxes = [.. inputs.Select(input => Aside.Output(input, [weights[0], weights[1], other[^2], other[^1]]))];

        Assert.Equal(["classes", "box"], network.Info.Outputs.Select(output => output.Name));
        Assert.Equal([true, false], network.Info.Outputs.Select(output => output.EndsInSoftmax));
        float[][] outputs = Call<float[][]>(network, "TwoHeads", inputs[0].ToSingles());
        Agreement.Check("the classes", [classes[0]], outputs[0], 1e-5, leastScale: 1);
        Agreement.Check("the box", [boxes[0]], outputs[1], 1e-5);

        var batch = new float[5 * 11];
        network.PredictBatch(inputs.SelectMany(input => input.ToSingles()).ToArray(), batch);
        Agreement.Check("a batch's boxes", boxes, batch.Where((_, i) => i % 11 >= 7).ToArray(), 1e-5);
        Agreement.Check("a batch's classes", classes, batch.Where((_, i) => i % 11 < 7).ToArray(), 1e-5, leastScale: 1);
    }

    [Fact]
    public void GradientsOfAllOutputsMeetInTheTrunk()
    {
        using Network network = compiled.Batch.Create("TwoHeads");
        IReadOnlyList<Tensor> weights = Head.RandomWeights(3), other = Aside.RandomWeights(4), asideWeights = [weights[0], weights[1], other[^2], other[^1]];
        network.SetParameters([.. weights, other[^2], other[^1]]);
        CheckTwoHeads(network, Head.ForTraining(), weights, Aside, asideWeights);
    }

    [Fact]
    public void AuxiliaryOutputsExistInTrainingOnly()
    {
        using Network network = compiled.Batch.Create("WithAside");
        IReadOnlyList<Tensor> aside = Aside.RandomWeights(3), other = Aside.RandomWeights(4), main = [aside[0], aside[1], other[^2], other[^1]];
        network.SetParameters([.. aside, other[^2], other[^1]]);
        Assert.Equal(["main"], network.Info.Outputs.Select(output => output.Name));
        Assert.Equal(4, network.Info.OutputLength);
        Tensor input = new RandomValues(5).Tensor(Aside.InputShape, -1, 1);
        var output = new float[4];
        network.PredictBatch(input.ToSingles(), output);
        Agreement.Check("the output", [Aside.Output(input, main)], output, 1e-5);

        AuxiliaryOutput auxiliary = Assert.Single(network.CompiledTrainingPlan!.AuxiliaryOutputs);
        Assert.Equal(("aside", 4, 4, 0.5f), (auxiliary.Name, auxiliary.Offset, auxiliary.Length, auxiliary.LossWeight));
    }

    /// <summary>The same output once more as an auxiliary one with weight ½: one and a half times the loss, and the step.</summary>
    [Fact]
    public async Task TheLossOfAnAuxiliaryOutputIsAddedWithItsWeight()
    {
        var changes = new List<double[]>();
        var losses = new List<double>();
        foreach (string name in new[] { "Once", "Twice" })
        {
            using Network network = compiled.Batch.Create(name);
            float[] before = network.Parameters[0].Values.ToArray();
            var trainer = new Trainer(network, new Sgd(learningRate: 0.5f), Loss.CrossEntropy);
            TrainingHistory history = await trainer.FitAsync(new OneItem(), epochs: 1);
            losses.Add(history.Epochs[0].TrainingLoss);
            changes.Add([.. network.Parameters[0].Values.ToArray().Zip(before, (now, then) => (double)now - then)]);
        }

        Assert.Equal(1.5, losses[1] / losses[0], 5);
        Agreement.Check("the step", [new Tensor([changes[0].Length], [.. changes[0].Select(change => change * 1.5)])], [.. changes[1].Select(change => (float)change)], 1e-5);
    }

    /// <summary>Two epochs on one batch: the running averages go towards its statistics step by step, and neither learning rate nor weight decay touches them.</summary>
    [Fact]
    public async Task RunningAveragesFollowTheBatches()
    {
        using Network network = compiled.Batch.Create("Normalized");
        var data = new FewItems();
        var trainer = new Trainer(network, new Sgd(learningRate: 0.1f, momentum: 0.5f, weightDecay: 0.1f), Loss.CrossEntropy);
        await trainer.FitAsync(data, epochs: 2);
        for (int channel = 0; channel < 3; channel++)
        {
            double[] values = [.. Enumerable.Range(0, data.Count).Select(item => (double)FewItems.Value(item, channel))];
            double mean = values.Average(), variance = values.Sum(value => Math.Pow(value - mean, 2)) / (values.Length - 1);
            Assert.Equal(mean * (1 - (0.75 * 0.75)), network.Parameters[2].Values[channel], 1e-5);
            Assert.Equal(variance + ((1 - variance) * 0.75 * 0.75), network.Parameters[3].Values[channel], 1e-4);
        }
    }

    [Fact]
    public void FurtherInputsAreReadByName()
    {
        using Network network = compiled.Batch.Create("ThreeInputs");
        Assert.Equal(["input", "mask", "weights"], network.Info.Inputs.Select(input => input.Name));
        Assert.Equal(24 + 24 + 2, network.Info.InputLength);
        var random = new RandomValues(6);
        float[] input = random.Tensor([24], -1, 1).ToSingles(), mask = random.Tensor([24], -1, 1).ToSingles(), weights = [2, -3];
        float[] expected = [.. input.Select((x, i) => x * mask[i] * weights[i / 12])];
        Assert.Equal(expected, Call<float[]>(network, "ThreeInputs", input, mask, weights));

        var batch = new float[2 * 24];
        network.PredictBatch((float[])[.. input, .. mask, .. weights, .. mask, .. input, .. weights], batch);
        Assert.Equal([.. expected, .. expected], batch);
    }

    [Fact]
    public void BlocksAreTheirLayers()
    {
        using Network network = compiled.Batch.Create("OfBlocks");
        Assert.Equal(
            [
                "stem.weight", "stem.bias", "layer1.0.conv1.weight", "layer1.0.bn1.weight", "layer1.0.bn1.bias", "layer1.0.bn1.running_mean", "layer1.0.bn1.running_var",
                "layer1.1.conv1.weight", "layer1.1.bn1.weight", "layer1.1.bn1.bias", "layer1.1.bn1.running_mean", "layer1.1.bn1.running_var",
                "layer1.1.downsample.0.weight", "layer1.1.downsample.1.weight", "layer1.1.downsample.1.bias", "layer1.1.downsample.1.running_mean", "layer1.1.downsample.1.running_var",
            ],
            network.Parameters.Select(parameter => parameter.Name));
        IReadOnlyList<Tensor> weights = Residual.RandomWeights(8);
        network.SetParameters(weights);
        Tensor input = new RandomValues(9).Tensor(Residual.InputShape, -1, 1);
        var output = new float[network.Info.OutputLength];
        network.PredictBatch(input.ToSingles(), output);
        Agreement.Check("the output", [Residual.Output(input, weights)], output, 1e-5);
    }

    [Fact]
    public void ARepeatedBlockIsNumbered()
    {
        using Network network = compiled.Batch.Create("Repeated");
        Assert.Equal(["step1.0.conv1", "step1.1.conv1", "step1.2.conv1"], network.Info.Layers.Where(layer => layer.Name.EndsWith("conv1", StringComparison.Ordinal) && layer.Name.Contains("step")).Select(layer => layer.Name));
        Assert.Equal("step1.1.conv1", Assert.Single(network.Info.Layers[^1].Inputs));
    }

    /// <summary>Sermanet et al. 2014: dense layers become convolutions with the same weights, and the scores of one image a map of scores.</summary>
    [Fact]
    public void ASlidingNetworkScoresEveryPlace()
    {
        using Network window = compiled.Batch.Create("Window"), standing = compiled.Batch.Create("Standing"), sliding = compiled.Batch.Create("Sliding");
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            window.Save(file);
            Assert.True(standing.LoadWeights(file).IsExact);
            Assert.True(sliding.LoadWeights(file).IsExact);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal([4, 1, 1], standing.Info.Outputs[0].Shape);
        Assert.Equal([4, 4, 6], sliding.Info.Outputs[0].Shape);
        Tensor image = new RandomValues(12).Tensor([2, 16, 22], -1, 1);
        float[] map = new float[4 * 4 * 6], scores = new float[4], one = new float[4];
        sliding.PredictBatch(image.ToSingles(), map);
        for (int y = 0; y < 4; y++)
        {
            for (int x = 0; x < 6; x++)
            {
                var place = new Tensor(2, 10, 12);
                for (int i = 0; i < place.Length; i++)
                    place.Values[i] = image[i / 120, (i / 12 % 10) + (2 * y), (i % 12) + (2 * x)];
                window.PredictBatch(place.ToSingles(), scores);
                standing.PredictBatch(place.ToSingles(), one);
                for (int c = 0; c < 4; c++)
                {
                    Assert.Equal(scores[c], one[c], 1e-6f);
                    Assert.Equal(scores[c], map[(((c * 4) + y) * 6) + x], 1e-6f);
                }
            }
        }
    }

    private static void CheckTwoHeads(Network network, ReferenceNetwork first, IReadOnlyList<Tensor> firstWeights, ReferenceNetwork second, IReadOnlyList<Tensor> secondWeights)
    {
        const int Count = 19;
        var random = new RandomValues(11);
        Tensor[] inputs = [.. Enumerable.Range(0, Count).Select(_ => random.Tensor(first.InputShape, -1, 1))];
        Tensor[] firstGradients = [.. inputs.Select(_ => random.Tensor(first.OutputShape, -1, 1))], secondGradients = [.. inputs.Select(_ => random.Tensor(second.OutputShape, -1, 1))];
        using var step = new TrainingStep(network, Count);
        step.Run([.. inputs.Select(input => input.ToSingles())], [.. Enumerable.Range(0, Count).Select(i => (float[])[.. firstGradients[i].ToSingles(), .. secondGradients[i].ToSingles()])]);
        IReadOnlyList<Tensor> ofFirst = first.TrainBatch(inputs, firstWeights, firstGradients).Gradients, ofSecond = second.TrainBatch(inputs, secondWeights, secondGradients).Gradients;
        ofFirst[0].Add(ofSecond[0]);
        ofFirst[1].Add(ofSecond[1]);
        foreach ((ParameterInfo parameter, Tensor expected) in network.Info.Parameters.Zip([.. ofFirst, ofSecond[2], ofSecond[3]]))
            Agreement.Check($"the gradient of {parameter.Name}", [expected], step.Gradient(parameter), 1e-4);
    }

    private sealed class FewItems : IDataset
    {
        public int Count => 5;

        public int InputLength => 3;

        public int TargetLength => 4;

        public bool HasClasses => true;

        public static float Value(int item, int channel) => (item * item * (channel + 1)) - 7;

        public void Read(int index, Span<float> input, Span<float> target)
        {
            for (int channel = 0; channel < 3; channel++)
                input[channel] = Value(index, channel);
            target.Clear();
            target[index % 4] = 1;
        }
    }

    private sealed class OneItem : IDataset
    {
        public int Count => 1;

        public int InputLength => 3;

        public int TargetLength => 4;

        public bool HasClasses => true;

        public void Read(int index, Span<float> input, Span<float> target)
        {
            ((float[])[1, -2, 0.5f]).CopyTo(input);
            ((float[])[0, 0, 1, 0]).CopyTo(target);
        }
    }
}
