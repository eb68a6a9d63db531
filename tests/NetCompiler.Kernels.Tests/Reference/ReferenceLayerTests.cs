using NetCompiler.Generator.Layers;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests.Reference;

/// <summary>The reference itself: worked examples, known identities, and its gradients against finite differences.</summary>
public sealed class ReferenceLayerTests
{
    public static TheoryData<string> Kinds => [.. LayerRegistry.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryLayerHasAReference(string kind)
    {
        Assert.True(ReferenceRegistry.Examples.TryGetValue(kind, out (int[] Input, ReferenceLayer Layer) example), $"{kind} has no row in ReferenceRegistry.");
        Assert.Equal(kind, example.Layer.Kind);
    }

    [Fact]
    public void EveryReferenceHasALayer() => Assert.Empty(ReferenceRegistry.Examples.Keys.Except(LayerRegistry.Kinds));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void GradientsEqualFiniteDifferences(string kind)
    {
        (int[] shape, ReferenceLayer layer) = ReferenceRegistry.Examples[kind];
        var network = new ReferenceNetwork("Example", shape, layer);
        IReadOnlyList<Tensor> weights = network.RandomWeights(7);
        var random = new RandomValues(8);
        Tensor input = layer.DrawInput(shape, random, bound: 2);
        Tensor outputGradient = random.Tensor(network.OutputShape, -1, 1);
        double Loss() => network.Output(input, weights).Dot(outputGradient);

        IReadOnlyList<Tensor> gradients = network.NewGradients();
        Tensor inputGradient = network.Backward(input, weights, outputGradient, gradients);

        AssertClose(FiniteDifferences.Gradient(input, Loss), inputGradient);
        for (int i = 0; i < weights.Count; i++)
            AssertClose(FiniteDifferences.Gradient(weights[i], Loss), gradients[i]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GradientsThroughTheStatisticsOfABatchEqualFiniteDifferences(bool affine)
    {
        var network = new ReferenceNetwork("Batch", [2, 3, 2], new ConvReference(3, 2), new BatchNormReference(0.01f, affine), new TanhReference());
        IReadOnlyList<Tensor> weights = network.RandomWeights(17);
        var random = new RandomValues(18);
        Tensor[] inputs = [.. Enumerable.Range(0, 4).Select(_ => random.Tensor([2, 3, 2], -2, 2))];
        Tensor[] outputGradients = [.. inputs.Select(_ => random.Tensor(network.OutputShape, -1, 1))];
        double Loss() => network.TrainBatch(inputs, weights, outputGradients).Outputs.Zip(outputGradients, (output, gradient) => output.Dot(gradient)).Sum();

        IReadOnlyList<Tensor> gradients = network.TrainBatch(inputs, weights, outputGradients).Gradients;
        for (int i = 0; i < weights.Count; i++)
        {
            if (network.IsTrainable(i))
                AssertClose(FiniteDifferences.Gradient(weights[i], Loss), gradients[i]);
        }

        Tensor[] values = [.. inputs.Select(input => new ConvReference(3, 2).Forward(input, [weights[0], weights[1]]))];
        double[] channel = [.. values.SelectMany(value => value.Values.Take(2))];
        Assert.Equal(channel.Average(), gradients[^2].Values[0], 12);
        Assert.Equal(channel.Sum(value => Math.Pow(value - channel.Average(), 2)) / (channel.Length - 1), gradients[^1].Values[0], 12);
    }

    [Fact]
    public void DropoutMultipliesWithItsMask()
    {
        var layer = new DropoutReference(0.5f) { Mask = new Tensor([3], [0, 2, 2]) };
        Assert.Equal([0, -4, 6], layer.Forward(new Tensor([3], [1, -2, 3]), []).Values);
        Assert.Equal([0, 2, 4], layer.Backward(new Tensor(3), [], new Tensor([3], [1, 1, 2]), []).Values);
    }

    [Fact]
    public void TheFirstLargestValueTakesTheGradient()
    {
        var input = new Tensor([1, 2, 4], [5, 5, 1, 1, 5, 0, 1, 1]);
        var layer = new MaxPoolReference(2);
        Assert.Equal([10, 0, 20, 0, 0, 0, 0, 0], layer.Backward(input, [], new Tensor([1, 1, 2], [10, 20]), []).Values);
    }

    [Fact]
    public void SoftmaxSumsToOneAndIgnoresAConstant()
    {
        var layer = new SoftmaxReference();
        var input = new Tensor([4], [0, 1, -3, 2.5]);
        Tensor output = layer.Forward(input, []);
        Assert.Equal(1, output.Values.Sum(), 12);
        AssertClose(output, layer.Forward(input.Map(value => value + 1000), []));
        Assert.Equal(Math.E, output.Values[1] / output.Values[0], 12);
    }

    [Fact]
    public void CrossEntropyOfEqualLogitsIsTheLogarithmOfTheirNumber() =>
        Assert.Equal(Math.Log(10), CrossEntropy.Loss(new Tensor(10).Map(_ => 3), 4), 12);

    [Fact]
    public void CrossEntropyGradientEqualsFiniteDifferences()
    {
        Tensor logits = new RandomValues(9).Tensor([10], -3, 3);
        AssertClose(FiniteDifferences.Gradient(logits, () => CrossEntropy.Loss(logits, 3)), CrossEntropy.Gradient(logits, 3));
    }

    [Fact]
    public void FiniteDifferencesOfKnownFunctions()
    {
        var at = new Tensor([2], [0.3, -1.2]);
        AssertClose(new Tensor([2], [Math.Cos(0.3), 3 * 1.2 * 1.2]), FiniteDifferences.Gradient(at, () => Math.Sin(at.Values[0]) + Math.Pow(at.Values[1], 3)));
        Assert.Equal(Math.Cos(0.3) - (2 * 3 * 1.2 * 1.2), FiniteDifferences.Along(new Tensor([2], [1, -2]), at, () => Math.Sin(at.Values[0]) + Math.Pow(at.Values[1], 3)), 8);
        Assert.Equal([0.3, -1.2], at.Values);
    }

    [Theory]
    [InlineData(7, 3, 1, 0, 5)]
    [InlineData(7, 3, 2, 0, 3)]
    [InlineData(7, 3, 1, 1, 7)]
    [InlineData(28, 5, 1, 0, 24)]
    [InlineData(227, 11, 4, 0, 55)]
    public void OutputSizes(int size, int kernel, int stride, int padding, int expected)
    {
        var window = new ReferenceWindow(kernel, kernel) { StrideY = stride, StrideX = stride, Pads = [padding, padding, padding, padding] };
        Assert.Equal((expected, expected), window.OutputSize(size, size));
    }

    [Theory]
    [InlineData(5, 3, 1, 1, 1)]
    [InlineData(5, 2, 1, 0, 1)]
    [InlineData(6, 3, 2, 0, 1)]
    [InlineData(7, 3, 2, 1, 1)]
    [InlineData(224, 7, 2, 2, 3)]
    [InlineData(5, 1, 3, 0, 0)]
    public void SamePaddingPutsTheOddZeroAtTheEnd(int size, int kernel, int stride, int before, int after)
    {
        var window = new ReferenceWindow(kernel, kernel) { StrideY = stride, StrideX = stride, Same = true };
        Assert.Equal([before, before, after, after], window.PadsFor(size, size));
        Assert.Equal((size + stride - 1) / stride, window.OutputSize(size, size).Height);
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected.Values[i], actual.Values[i], 1e-7 * Math.Max(1, expected.Scale));
    }
}
