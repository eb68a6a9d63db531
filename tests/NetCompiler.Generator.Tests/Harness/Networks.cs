namespace NetCompiler.Generator.Tests.Harness;

/// <summary>Networks that several tests show.</summary>
internal static class Networks
{
    /// <summary>LeNet-5 on MNIST, the example of the documentation.</summary>
    public static readonly string[] LeNet =
    [
        "Network(1, 28, 28)",
        "Normalize(mean: 0.1307f, std: 0.3081f), Pad(2)",
        "Conv(6, 5), Tanh, AvgPool(2)",
        "Conv(16, 5), Tanh, AvgPool(2)",
        "Conv(120, 5), Tanh",
        "Flatten, Dense(84), Tanh",
        "Dense(10), Softmax",
    ];
}
