using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Kernels.Tests.Reference;

/// <summary>The reference on whole networks: worked examples, and gradients of every network of the catalog along random directions.</summary>
public sealed class ReferenceNetworkTests
{
    public static TheoryData<string> CatalogNames => [.. NetworkCatalog.Names];

    public static TheoryData<string> WorkedNames => [.. WorkedExamples.All.Select(example => example.Network.Name)];

    [Theory]
    [MemberData(nameof(WorkedNames))]
    public void WorkedExamplesComeOut(string name)
    {
        (ReferenceNetwork network, Tensor input, IReadOnlyList<Tensor> weights, Tensor expected, _) = WorkedExamples.All.Single(example => example.Network.Name == name);
        Tensor actual = network.Output(input, weights);
        Assert.Equal(expected.Shape, actual.Shape);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected.Values[i], actual.Values[i], 12);
    }

    [Fact]
    public void LeNet5HasTheKnownShapesAndWeights()
    {
        ReferenceNetwork network = WholeNetworks.LeNet5;
        Assert.Equal(61_706, network.WeightShapes.Sum(weight => weight.Shape.Aggregate(1, (product, size) => product * size)));
        Assert.Equal(["conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "conv3.weight", "conv3.bias", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"], network.WeightShapes.Select(weight => weight.Name));
        Assert.Equal([16, 5, 5], network.Shapes[network.LayerNames.ToList().IndexOf("avgpool2")]);
    }

    [Fact]
    public void DeclarationsAreWrittenAsUsersWriteThem()
    {
        Assert.StartsWith("[Network(1, 28, 28)]\n[Normalize(0.1307f, 0.3081f)]\n[Pad(2)]\n[Conv(6, 5)]\n[Tanh]\n[AvgPool(2)]\n", WholeNetworks.LeNet5.ToSource());
        Assert.EndsWith("[Dense(84)]\n[Tanh]\n[Dense(10)]\n[Softmax]\npublic partial class LeNet5;\n", WholeNetworks.LeNet5.ToSource());
    }

    /// <summary>A derivative along a random direction depends on the whole gradient, for the price of two evaluations.</summary>
    [Theory]
    [MemberData(nameof(CatalogNames))]
    public void GradientsEqualFiniteDifferencesAlongRandomDirections(string name)
    {
        ExpectedResults results = ExpectedResults.Of(name);
        ReferenceNetwork network = results.Network.ForTraining();
        Tensor input = results.Inputs[0].Map(value => value), outputGradient = results.OutputGradients[0];

        // Copies: what is moved here must not move under the tests that read the same results at this moment.
        Tensor[] weights = [.. results.Weights.Select(weight => weight.Map(value => value))];
        IReadOnlyList<Tensor> gradients = network.NewGradients();
        Tensor inputGradient = network.Backward(input, weights, outputGradient, gradients);
        double Loss() => network.Output(input, weights).Dot(outputGradient);

        var random = new RandomValues(11);
        foreach ((Tensor at, Tensor gradient) in weights.Zip(gradients).Append((input, inputGradient)))
        {
            double length = Math.Sqrt(gradient.Dot(gradient));
            if (length == 0)
                continue;

            // The gradient itself with noise: the derivative is then of the gradient's size and cannot vanish by chance.
            Tensor direction = gradient.Map(value => (value + (random.Between(-0.5, 0.5) * length / Math.Sqrt(gradient.Length))) / length);
            double expected = FiniteDifferences.Along(direction, at, Loss);
            Assert.True(Math.Abs(expected - gradient.Dot(direction)) <= 1e-4 * length, $"{gradient.Dot(direction)} instead of {expected}; the gradient is {length} long.");
        }
    }
}
