using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>The networks that every target must compute and train correctly: corners picked by hand, and a reproducible sample of the rest.</summary>
public static class NetworkCatalog
{
    /// <summary>Networks per C# compilation: large enough to share its fixed cost, small enough that one fits in memory with its trees.</summary>
    private const int BatchSize = 40;

    private static readonly IEnumerable<ReferenceNetwork>[] s_families =
    [
        ActivationNetworks.All(),
        ChainNetworks.All(),
        ConvNetworks.All(),
        DenseNetworks.All(),
        ElementwiseNetworks.All(),
        FusionNetworks.All(),
        GraphNetworks.All(),
        LocalNetworks.All(),
        MovingNetworks.All(),
        NormNetworks.All(),
        PoolNetworks.All(),
        SequenceNetworks.All(),
        StripeNetworks.All(),
        TransposedNetworks.All(),
        WholeNetworks.All(),
        WinogradNetworks.All(),
    ];

    /// <summary>The networks that are compiled together: never of two families, so that one can be tested by itself.</summary>
    public static IReadOnlyList<IReadOnlyList<ReferenceNetwork>> Batches { get; } = [.. s_families.SelectMany(family => family.Chunk(BatchSize))];

    public static IReadOnlyList<ReferenceNetwork> All { get; } = [.. Batches.SelectMany(batch => batch)];

    public static IEnumerable<string> Names => All.Select(network => network.Name);

    public static ReferenceNetwork Find(string name) =>
        All.SingleOrDefault(network => network.Name == name) ?? throw new ArgumentException($"The catalog has no network '{name}'.", nameof(name));

    /// <summary>Multiply-adds of one image: what the naive reference pays for.</summary>
    public static long Cost(ReferenceNetwork network) => network.MultiplyAdds;
}
