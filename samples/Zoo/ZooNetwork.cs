using NetCompiler;

namespace Samples;

/// <summary>A network of the zoo and what is known of it.</summary>
/// <param name="Create">Makes one with weights drawn by a seed, whose predictions share a number of threads.</param>
/// <param name="Describe">What the compiler knows of it; no weights are allocated.</param>
/// <param name="Parameters">The number of trainable parameters that it must have.</param>
/// <param name="Authority">Who published the number, or whose tensors add up to it; <see cref="ByHand"/> where there is nobody.</param>
/// <param name="Paper">Where the network comes from.</param>
internal sealed record ZooNetwork(Func<int, int, Network> Create, Func<NetworkInfo> Describe, long Parameters, string Authority, string Paper)
{
    /// <summary>The authority of a number that was worked out from the published layer sizes.</summary>
    public const string ByHand = "layer sizes";

    /// <summary>The class's name.</summary>
    public string Name { get; } = Describe().Name;

    /// <summary>The number of parameters with those of auxiliary classifiers, which only training uses; null if there are none.</summary>
    public long? ParametersInTraining { get; init; }

    /// <summary>Draws an input for a prediction: noise, unless the network reads words or regions.</summary>
    public Func<Random, float[]>? Input { get; init; }

    /// <summary>Whether a network as compiled has the parameters that it must have.</summary>
    public bool Confirms(NetworkInfo info) => info.ParameterCount == Parameters || info.ParameterCount == ParametersInTraining;

    /// <summary>An input of the length that the network takes, the same for equal states of <paramref name="random"/>.</summary>
    public float[] DrawInput(Random random) => Input?.Invoke(random) ?? SampleInput.Noise(random, Describe().InputLength);
}
