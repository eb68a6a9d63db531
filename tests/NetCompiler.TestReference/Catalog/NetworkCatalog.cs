namespace NetCompiler.TestReference.Catalog;

/// <summary>The networks that every target must compute and train correctly: corners picked by hand, and a reproducible sample of the rest.</summary>
public static class NetworkCatalog
{
    /// <summary>Networks per C# compilation: large enough to share its fixed cost, small enough that one fits in memory with its trees.</summary>
    private const int BatchSize = 40;

    public static IReadOnlyList<ReferenceNetwork> All { get; } =
    [
        .. WholeNetworks.All(),
        .. ConvNetworks.All(),
        .. PoolNetworks.All(),
        .. DenseNetworks.All(),
        .. ElementwiseNetworks.All(),
        .. ChainNetworks.All(),
    ];

    public static IReadOnlyList<IReadOnlyList<ReferenceNetwork>> Batches { get; } = [.. All.Chunk(BatchSize)];

    public static IEnumerable<string> Names => All.Select(network => network.Name);

    public static ReferenceNetwork Find(string name) => All.Single(network => network.Name == name);

    /// <summary>Multiply-adds of one image: what the naive reference pays for.</summary>
    public static long Cost(ReferenceNetwork network) =>
        network.WeightShapes.Where(weight => weight.Shape.Length > 1).Sum(weight =>
        {
            int[] output = network.Shapes[network.LayerNames.ToList().IndexOf(weight.Name.Split('.')[0])];
            return weight.Shape.Skip(1).Aggregate((long)output.Aggregate(1, (product, size) => product * size), (product, size) => product * size);
        });
}
