namespace Samples;

/// <summary>What the user asked for.</summary>
internal sealed record DigitsOptions
{
    /// <summary>The folder with MNIST's files, or <see langword="null"/> to train on drawn digits.</summary>
    public required string? Data { get; init; }

    /// <summary>A folder with MNIST's test files to measure on as well.</summary>
    public required string? TestOn { get; init; }

    public required NetworkChoice Network { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required int Threads { get; init; }

    public required int Seed { get; init; }

    public required float LearningRate { get; init; }

    /// <summary>Where the weights go.</summary>
    public required string Output { get; init; }
}
