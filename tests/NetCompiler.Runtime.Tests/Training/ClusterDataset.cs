namespace NetCompiler.Tests;

/// <summary>Points around three centres; counts how often each item was read.</summary>
internal sealed class ClusterDataset(int count, int inputLength = ClassifierNetwork.InputLength, int classes = ClassifierNetwork.OutputLength) : IDataset
{
    private readonly int[] _reads = new int[count];

    public IReadOnlyList<int> Reads => _reads;

    /// <summary>Told of every item that is read.</summary>
    public Action<int>? OnRead { get; init; }

    /// <summary>An item whose first input is this instead.</summary>
    public (int Item, float Value)? Wrong { get; init; }

    public int Count => count;

    public int InputLength => inputLength;

    public int TargetLength => classes;

    public bool HasClasses { get; init; } = true;

    public void Read(int index, Span<float> input, Span<float> target)
    {
        Interlocked.Increment(ref _reads[index]);
        OnRead?.Invoke(index);
        int actual = index % classes;
        SplitMix64 random = new((ulong)index);
        for (int i = 0; i < inputLength; i++)
            input[i] = (float)((i % classes == actual ? 1 : -0.5) + (0.4 * random.NextNormal()));
        if (Wrong is { } wrong && wrong.Item == index)
            input[0] = wrong.Value;
        target.Clear();
        target[actual] = 1;
    }
}
