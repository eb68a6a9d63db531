namespace NetCompiler;

/// <summary>Where a running training is; reported after every batch, and once more at the end of every epoch.</summary>
public readonly record struct TrainingProgress
{
    /// <summary>The epoch, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>The batches of this epoch that are done.</summary>
    public required int Batch { get; init; }

    /// <summary>The number of batches per epoch.</summary>
    public required int Batches { get; init; }

    /// <summary>The mean loss of this epoch's items so far, each as it was when its batch was trained.</summary>
    public required double Loss { get; init; }

    /// <summary>The share of this epoch's items so far that were recognised; <see langword="null"/> where targets are not classes.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>Time since the training began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time that the rest will take if it goes on like this.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>The finished epoch, in its last report, which comes after validation; otherwise <see langword="null"/>.</summary>
    public EpochResult? Completed { get; init; }
}
