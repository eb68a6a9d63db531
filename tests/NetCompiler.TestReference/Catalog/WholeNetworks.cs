using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Published networks.</summary>
public static class WholeNetworks
{
    /// <summary>LeNet-5 (LeCun et al. 1998) with all maps connected.</summary>
    public static ReferenceNetwork LeNet5 { get; } = new(
        "LeNet5", [1, 28, 28],
        new NormalizeReference(0.1307f, 0.3081f), new PadReference(2),
        new ConvReference(6, 5), new TanhReference(), new AvgPoolReference(2),
        new ConvReference(16, 5), new TanhReference(), new AvgPoolReference(2),
        new ConvReference(120, 5), new TanhReference(),
        new FlattenReference(), new DenseReference(84), new TanhReference(),
        new DenseReference(10), new SoftmaxReference());

    /// <summary>The small network of Keras' MNIST example.</summary>
    public static ReferenceNetwork KerasCnn { get; } = new(
        "KerasCnn", [1, 28, 28],
        new ConvReference(32, 3), new ReluReference(), new MaxPoolReference(2),
        new ConvReference(64, 3), new ReluReference(), new MaxPoolReference(2),
        new FlattenReference(), new DropoutReference(0.5f), new DenseReference(10), new SoftmaxReference());

    /// <summary>Two hidden layers on plain features.</summary>
    public static ReferenceNetwork Perceptron { get; } = new(
        "Perceptron", [30],
        new DenseReference(50), new ReluReference(), new DenseReference(20), new SigmoidReference(), new DenseReference(3), new SoftmaxReference());

    public static IEnumerable<ReferenceNetwork> All() => [LeNet5, KerasCnn, Perceptron];
}
