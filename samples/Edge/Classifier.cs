using NetCompiler;

namespace Samples;

/// <summary>One of the networks, behind the one method that this program calls.</summary>
internal sealed class Classifier : IDisposable
{
    private readonly Network _network;

    private Classifier(Network network, Prediction predict)
    {
        _network = network;
        Predict = predict;
    }

    /// <summary>Scores one image.</summary>
    internal delegate void Prediction(ReadOnlySpan<float> input, Span<float> output);

    public Prediction Predict { get; }

    public NetworkInfo Info => _network.Info;

    /// <summary>Creates a network by its name, with weights from a file or, where there is none, fresh ones.</summary>
    public static Classifier Create(string name, string? weights)
    {
        if (name == "lenet5")
        {
            LeNet5 lenet5 = weights is null ? new LeNet5() : LeNet5.Load(weights);
            return new Classifier(lenet5, lenet5.Predict);
        }

        KerasCnn keras = weights is null ? new KerasCnn() : KerasCnn.Load(weights);
        return new Classifier(keras, keras.Predict);
    }

    public void Dispose() => _network.Dispose();
}
