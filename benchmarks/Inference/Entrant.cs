using NetCompiler;
using Samples;

namespace Benchmarks;

/// <summary>A network that is measured, and how much faster than its peer it has to be.</summary>
/// <param name="Zoo">The network.</param>
/// <param name="Floor">The least ratio of the peer's time to ours.</param>
internal sealed record Entrant(ZooNetwork Zoo, double Floor)
{
    private const int Seed = 1;

    /// <summary>Networks without a goal of their own must not be slower than their peer.</summary>
    private const double Par = 1;

    /// <summary>The networks that everybody knows, with their goals at one thread.</summary>
    public static IReadOnlyList<Entrant> Table { get; } =
    [
        Find(nameof(LeNet5), 2.7),
        Find(nameof(KerasCnn), 3.0),
        Find(nameof(Vgg16), 2.5),
        Find(nameof(ResNet18), 2.0),
        Find(nameof(ResNet50), 1.35),
        Find(nameof(AlexNetOneTower), 1.3),
        Find(nameof(GoogLeNetBn), 1.5),
        Find(nameof(MobileNetV2), 1.35),
        Find(nameof(SqueezeNet), 1.35),
        Find(nameof(UNetPadded), 2.2),
        Find(nameof(YoloV3Tiny), 1.8),
        Find(nameof(CifarResNet20), 1.8),
    ];

    /// <summary>The table's networks, then the rest of the zoo.</summary>
    public static IReadOnlyList<Entrant> All { get; } =
        [.. Table, .. Samples.Zoo.All.Where(network => Table.All(entrant => entrant.Zoo != network)).Select(network => new Entrant(network, Par))];

    public string Name => Zoo.Name;

    /// <summary>The network with weights drawn by a seed, in the range that layers meet after training.</summary>
    /// <param name="threads">How many threads one prediction may use.</param>
    public Network Create(int threads)
    {
        Network network = Zoo.Create(Seed, threads);
        NaturalWeights.Spread(network, Seed);
        return network;
    }

    /// <summary>One input.</summary>
    public float[] DrawInput() => Zoo.DrawInput(new Random(Seed));

    private static Entrant Find(string name, double floor) => new(Samples.Zoo.All.Single(network => network.Name == name), floor);
}
