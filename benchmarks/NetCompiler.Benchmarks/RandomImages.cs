using NetCompiler;

namespace Benchmarks;

/// <summary>Reproducible noise in [−0.5, 0.5) with classes drawn at random: work costs the same whatever the pictures show.</summary>
internal sealed class RandomImages : IDataset
{
    private readonly float[] _inputs;
    private readonly int[] _labels;

    public RandomImages(int count, int inputLength, int classes)
    {
        var random = new Random(1);
        InputLength = inputLength;
        TargetLength = classes;
        _inputs = Values(count * inputLength, random);
        _labels = new int[count];
        for (int i = 0; i < count; i++)
            _labels[i] = random.Next(classes);
    }

    public int Count => _labels.Length;

    public int InputLength { get; }

    public int TargetLength { get; }

    public bool HasClasses => true;

    /// <summary>All images, one after the other.</summary>
    public ReadOnlySpan<float> Inputs => _inputs;

    public void Read(int index, Span<float> input, Span<float> target)
    {
        _inputs.AsSpan(index * InputLength, InputLength).CopyTo(input);
        target.Clear();
        target[_labels[index]] = 1;
    }

    private static float[] Values(int count, Random random)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = random.NextSingle() - 0.5f;
        return values;
    }
}
