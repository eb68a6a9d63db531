namespace NetCompiler.Tests;

/// <summary>Reports at once and on the reporting thread, which <see cref="Progress{T}"/> does not.</summary>
internal sealed class SynchronousProgress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => report(value);
}
