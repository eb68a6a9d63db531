namespace NetCompiler.Generator.Schedules;

/// <summary>
/// Which maps are computed and read in stripes of rows, and how large a stripe is. Measured on MobileNetV2, both kernels of a map together, whole and in stripes of 192, 320, 384
/// and 768 KB, with 1 MB of second-level cache: 96 channels at 112×112 245 µs, 249, 209, 223, 215; 144 at 56×56 138 µs, 142, 132, 129, 132; the same halved 118 µs, 114, 104, 106, 106
/// (predicted: 195, 118, 95). Maps of 0.7 MB gain nothing (51 → 56 µs).
/// </summary>
/// <param name="MapBytes">The least size of a map: smaller ones stay in the second-level cache from one kernel to the next anyway.</param>
/// <param name="HeldBytes">The most that is held at a time: with what is read and written beside it, it should fit that cache.</param>
/// <param name="WeightBytes">The most weights that are read anew for every stripe.</param>
internal sealed record StripeLimits(int MapBytes, int HeldBytes, int WeightBytes)
{
    public static readonly StripeLimits Default = new(MapBytes: 1 << 20, HeldBytes: 384 << 10, WeightBytes: 64 << 10);

    /// <summary>Thin stripes wherever they are possible, for tests on small networks.</summary>
    public static readonly StripeLimits None = new(0, 12 << 10, int.MaxValue);
}
