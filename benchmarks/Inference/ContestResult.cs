using Benchmarks.Measurement;

namespace Benchmarks;

/// <summary>What one network's contest gave. Times are in seconds.</summary>
internal sealed record ContestResult
{
    public required string Network { get; init; }

    /// <summary>The instruction set that ran.</summary>
    public required string Target { get; init; }

    public required long MultiplyAdds { get; init; }

    public required PairTiming Timing { get; init; }

    /// <summary>The peer's median divided by ours.</summary>
    public double Ratio => Timing.Ratio;

    /// <summary>The least ratio that counts as success.</summary>
    public required double Floor { get; init; }

    /// <summary>Floating-point operations per second at the peak, right before or after.</summary>
    public required double Peak { get; init; }

    /// <summary>Operations of the layers as declared, as a share of the peak over our median.</summary>
    public double ShareOfPeak => 2.0 * MultiplyAdds / Timing.Ours.Median / Peak;

    /// <summary>The least time by <see cref="PhysicalLimit"/>.</summary>
    public required double Limit { get; init; }

    /// <summary>The limit as a share of our median.</summary>
    public double ShareOfLimit => Limit / Timing.Ours.Median;

    public required OutputComparison Outputs { get; init; }

    public required long BytesPerCall { get; init; }

    /// <summary>Why the figures do not count; null if they do.</summary>
    public string? Problem => Outputs.Problem ?? (BytesPerCall != 0 ? $"a call allocates {BytesPerCall} bytes" : null);
}
