using NetCompiler.Generator.Layers;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>What the catalog must contain for the sweeps to mean something.</summary>
public sealed class CoverageTests
{
    private static readonly Lazy<IReadOnlyList<ReferenceNetwork>> s_emulated = new(() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "networks.txt")).Select(line => line.Split('#')[0].Trim()).Where(name => name.Length > 0).Select(NetworkCatalog.Find)]);

    public static TheoryData<string> Kinds => [.. LayerRegistry.Kinds];

    /// <summary>Layers that read a value which another layer of the catalog must compute.</summary>
    private static readonly string[] s_neverFirst = ["RoiAlign", "RoiPool"];

    /// <summary>First, last, and between layers with weights, so that inputs, outputs and gradients of the layer are all computed.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryLayerIsSweptInEveryPlace(string kind)
    {
        Assert.Equal(!s_neverFirst.Contains(kind), NetworkCatalog.All.Any(network => network.Layers[0].Kind == kind));
        Assert.Contains(NetworkCatalog.All, network => network.Layers[^1].Kind == kind);
        Assert.Contains(NetworkCatalog.All, network => Enumerable.Range(1, Math.Max(0, network.Layers.Count - 2)).Any(i =>
            network.Layers[i].Kind == kind && network.Layers.Take(i).Any(HasWeights) && network.Layers.Skip(i + 1).Any(HasWeights)));
    }

    /// <summary>Where there is no 64-bit Arm machine, <c>tests/arm64/run.sh</c> runs the NEON kernels of the networks it lists. Behind weights, so that gradients pass through the layer too.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryLayerIsEmulated(string kind) =>
        Assert.Contains(s_emulated.Value, network => network.Layers.SkipWhile(layer => !HasWeights(layer)).Any(layer => layer.Kind == kind));

    [Fact]
    public void NamesAreUnique() => Assert.Distinct(NetworkCatalog.All.Select(network => network.Name));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void EveryKernelSizeIsSwept(int size)
    {
        ReferenceWindow[] windows = [.. NetworkCatalog.All.SelectMany(network => network.Layers).OfType<ConvReference>().Select(conv => conv.Window)];
        Assert.Contains(windows, window => window.Height == size && window.Width != size);
        Assert.Contains(windows, window => window.Height == size && window.Width == size && window.StrideY > 1);
        Assert.Contains(windows, window => window.Height == size && window.Same);
    }

    private static bool HasWeights(ReferenceLayer layer) => layer is ConvReference or DenseReference or LstmReference or EmbeddingReference { Frozen: false };
}
