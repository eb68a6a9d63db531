namespace NetCompiler;

/// <summary>Training produced a number that is not finite. It was stopped before the step: the weights are those before it.</summary>
public sealed class TrainingDivergedException : ArithmeticException
{
    internal TrainingDivergedException(string layer, string what, int epoch, int batch, float learningRate)
        : base($"Training diverged in epoch {epoch}, batch {batch}: {what} is not finite. The weights are those before this batch. "
            + Advice(layer, learningRate))
    {
        Layer = layer;
        Epoch = epoch;
        Batch = batch;
    }

    /// <summary>The first layer in forward order whose output is not finite; else the first parameter whose gradient is not finite.
    /// <c>input</c> or <c>target</c> if the data themselves are to blame.</summary>
    public string Layer { get; }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch within the epoch, counted from 1.</summary>
    public int Batch { get; }

    private static string Advice(string layer, float learningRate) => layer is TrainingSession.InputName or TrainingSession.TargetName
        ? "Remove or repair the items whose values are infinite or not a number."
        : FormattableString.Invariant($"Try a smaller learning rate (it was {learningRate}), inputs of mean 0 and deviation 1, or a Normalize layer.");
}
