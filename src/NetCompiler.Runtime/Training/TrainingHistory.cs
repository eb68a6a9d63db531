namespace NetCompiler;

/// <summary>What a training did, epoch by epoch.</summary>
/// <param name="Epochs">The epochs in their order.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochResult> Epochs);

/// <summary>What one epoch did.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="LearningRate">The step size, with the schedule's factor applied.</param>
/// <param name="TrainingLoss">The mean loss of the items, each as it was when its batch was trained.</param>
/// <param name="TrainingAccuracy">The share of items recognised likewise; <see langword="null"/> where targets are not classes.</param>
/// <param name="ValidationLoss">The mean loss on the validation set after the epoch; <see langword="null"/> without one.</param>
/// <param name="ValidationAccuracy">The share recognised after the epoch; <see langword="null"/> without a validation set or classes.</param>
/// <param name="Duration">Time spent on training, without validation.</param>
/// <param name="ImagesPerSecond">Items trained per second of <paramref name="Duration"/>.</param>
public sealed record EpochResult(
    int Epoch,
    float LearningRate,
    double TrainingLoss,
    double? TrainingAccuracy,
    double? ValidationLoss,
    double? ValidationAccuracy,
    TimeSpan Duration,
    double ImagesPerSecond);
