namespace NetCompiler;

/// <summary>How the step size changes from epoch to epoch: a factor on <see cref="Optimizer.LearningRate"/>.</summary>
public abstract class LearningRateSchedule
{
    /// <summary>The step size stays what it is.</summary>
    public static LearningRateSchedule Constant { get; } = new StepSchedule(int.MaxValue, 1);

    /// <summary>Multiplies the step size by <paramref name="factor"/> after every <paramref name="epochs"/> epochs.</summary>
    /// <param name="epochs">Epochs between two changes; at least 1.</param>
    /// <param name="factor">Above 0, at most 1.</param>
    public static LearningRateSchedule Step(int epochs, float factor = 0.1f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ThrowUnlessShare(factor, nameof(factor));
        return new StepSchedule(epochs, factor);
    }

    /// <summary>
    /// Half a cosine wave from the full step size down to <paramref name="last"/> of it in the last epoch (Loshchilov and Hutter 2017,
    /// "SGDR: stochastic gradient descent with warm restarts", without the restarts).
    /// </summary>
    /// <param name="last">The last epoch's factor, above 0, at most 1.</param>
    public static LearningRateSchedule Cosine(float last = 0.05f)
    {
        ThrowUnlessShare(last, nameof(last));
        return new CosineSchedule(last);
    }

    /// <summary>The factor for one epoch.</summary>
    /// <param name="epoch">The epoch, counted from 1 in each <c>Fit</c>.</param>
    /// <param name="epochs">The number of epochs of this <c>Fit</c>.</param>
    public abstract float GetFactor(int epoch, int epochs);

    private static void ThrowUnlessShare(float value, string name)
    {
        if (!(value is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, "Must be above 0 and at most 1.");
    }

    private sealed class StepSchedule(int every, float factor) : LearningRateSchedule
    {
        public override float GetFactor(int epoch, int epochs) => MathF.Pow(factor, (epoch - 1) / every);
    }

    private sealed class CosineSchedule(float last) : LearningRateSchedule
    {
        public override float GetFactor(int epoch, int epochs) =>
            epochs == 1 ? 1 : last + ((1 - last) * 0.5f * (1 + MathF.Cos(MathF.PI * (epoch - 1) / (epochs - 1))));
    }
}
