using NetCompiler;

namespace Benchmarks.Measurement;

/// <summary>
/// The least time in which a machine can compute the layers as they are declared: each as long as its multiply-adds take at the peak, or as
/// its weights take to come from memory if that is longer. Weights that fit into the last-level cache together count as there already.
/// </summary>
/// <remarks>
/// Layers whose algorithm saves multiply-adds, such as Winograd's for 3×3 convolutions, may be quicker than this. Layers without
/// multiply-adds, and activations, count as free.
/// </remarks>
internal static class PhysicalLimit
{
    /// <summary>Seconds for one item.</summary>
    public static double Of(NetworkInfo info, MachineLimits machine)
    {
        bool streams = info.Layers.Where(IsPredicted).Sum(WeightBytes) > machine.CacheBytes;
        return info.Layers.Where(IsPredicted).Sum(layer => Math.Max(
            2.0 * layer.MultiplyAdds / machine.Peak,
            streams ? WeightBytes(layer) / machine.Bandwidth : 0));
    }

    // Layers of training alone have no multiply-adds; a table of embeddings has none either, and is not read as a whole.
    private static bool IsPredicted(LayerInfo layer) => layer.MultiplyAdds > 0;

    private static double WeightBytes(LayerInfo layer) => sizeof(float) * (double)layer.ParameterCount;
}
