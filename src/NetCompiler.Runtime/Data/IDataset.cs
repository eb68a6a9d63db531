namespace NetCompiler;

/// <summary>
/// Items to train on or to measure with: an input and the output it should give. Targets are always vectors of floats as long as the
/// network's output; a class is one 1 among zeros, so that labels, soft labels and regression are read alike.
/// </summary>
public interface IDataset
{
    /// <summary>The number of items.</summary>
    int Count { get; }

    /// <summary>Floats per input: channels × height × width, planar.</summary>
    int InputLength { get; }

    /// <summary>Floats per target; for classes, their number.</summary>
    int TargetLength { get; }

    /// <summary>Whether every target is a class, so that accuracy and confusions can be counted.</summary>
    bool HasClasses { get; }

    /// <summary>Reads one item. Called from several threads at once; the same index must always give the same values.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="input">Receives <see cref="InputLength"/> floats.</param>
    /// <param name="target">Receives <see cref="TargetLength"/> floats.</param>
    void Read(int index, Span<float> input, Span<float> target);
}
