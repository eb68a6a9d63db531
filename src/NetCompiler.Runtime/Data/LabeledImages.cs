using System.Numerics;
using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>
/// Images with a class each, in memory. Pixels stay the bytes they were and are scaled to [0, 1] when an item is read. Slices and splits
/// share the pixels of the set they were taken from.
/// </summary>
public sealed class LabeledImages : IDataset
{
    private readonly ReadOnlyMemory<byte> _pixels;
    private readonly ReadOnlyMemory<byte> _labels;
    // The images of this view, as numbers in the shared arrays.
    private readonly ReadOnlyMemory<int> _items;

    /// <summary>Wraps pixels and labels without copying them.</summary>
    /// <param name="pixels">The images one after the other, each planar: channels, rows, columns.</param>
    /// <param name="labels">A class per image.</param>
    /// <param name="shape">One image's shape: <c>[channels, height, width]</c>.</param>
    /// <param name="classes">The number of classes, 1 to 256.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label is not below <paramref name="classes"/>.</exception>
    public LabeledImages(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels, IReadOnlyList<int> shape, int classes)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 256);
        if (shape.Count != 3 || shape.Any(size => size < 1))
            throw new ArgumentException($"An image's shape is [channels, height, width], not [{string.Join(", ", shape)}].", nameof(shape));
        long length = (long)shape[0] * shape[1];
        length = length <= int.MaxValue ? length * shape[2] : length;
        if (length > int.MaxValue || length * labels.Length != pixels.Length)
            throw new ArgumentException($"{labels.Length} images of [{string.Join(", ", shape)}] do not make {pixels.Length} pixels.", nameof(pixels));
        int wrong = labels.Span.IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        if (wrong >= 0)
            throw new ArgumentException($"Label {labels.Span[wrong]} of image {wrong} is not one of {classes} classes.", nameof(labels));

        _pixels = pixels;
        _labels = labels;
        _items = Enumerable.Range(0, labels.Length).ToArray();
        Shape = [.. shape];
        Classes = classes;
        InputLength = (int)length;
    }

    private LabeledImages(LabeledImages whole, ReadOnlyMemory<int> items)
    {
        _pixels = whole._pixels;
        _labels = whole._labels;
        _items = items;
        Shape = whole.Shape;
        Classes = whole.Classes;
        InputLength = whole.InputLength;
    }

    /// <summary>One image's shape: <c>[channels, height, width]</c>.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public int InputLength { get; }

    /// <inheritdoc/>
    public int TargetLength => Classes;

    /// <inheritdoc/>
    public bool HasClasses => true;

    /// <summary>The class of one image.</summary>
    public int GetLabel(int index) => _labels.Span[_items.Span[index]];

    /// <summary>The pixels of one image, 0 to 255.</summary>
    public ReadOnlySpan<byte> GetPixels(int index) => _pixels.Span.Slice(_items.Span[index] * InputLength, InputLength);

    /// <inheritdoc/>
    public void Read(int index, Span<float> input, Span<float> target)
    {
        Scale(GetPixels(index), input[..InputLength]);
        target = target[..Classes];
        target.Clear();
        target[GetLabel(index)] = 1;
    }

    /// <summary>A run of the images.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    public LabeledImages Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        return new LabeledImages(this, _items.Slice(start, count));
    }

    /// <summary>The first images, or all of them where there are fewer.</summary>
    /// <param name="count">How many.</param>
    public LabeledImages Take(int count) => Slice(0, Math.Min(count, Count));

    /// <summary>Deals the images at random into two sets, the same for the same seed on every machine.</summary>
    /// <param name="firstCount">The size of the first set; the second gets the others.</param>
    /// <param name="seed">Chooses the split.</param>
    public (LabeledImages First, LabeledImages Second) Split(int firstCount, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstCount, Count);
        int[] items = _items.ToArray();
        Permutation.Shuffle(items, new SplitMix64((ulong)seed));
        return (new LabeledImages(this, items.AsMemory(0, firstCount)), new LabeledImages(this, items.AsMemory(firstCount)));
    }

    private static void Scale(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        const float Step = 1f / 255;
        int i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            // A vector of bytes widens to four vectors of floats.
            int lanes = Vector<float>.Count;
            Vector<float> step = new(Step);
            for (; i <= pixels.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            {
                Vector.Widen(new Vector<byte>(pixels[i..]), out Vector<ushort> low, out Vector<ushort> high);
                Vector.Widen(low, out Vector<uint> a, out Vector<uint> b);
                Vector.Widen(high, out Vector<uint> c, out Vector<uint> d);
                (Vector.ConvertToSingle(a.As<uint, int>()) * step).CopyTo(values[i..]);
                (Vector.ConvertToSingle(b.As<uint, int>()) * step).CopyTo(values[(i + lanes)..]);
                (Vector.ConvertToSingle(c.As<uint, int>()) * step).CopyTo(values[(i + (2 * lanes))..]);
                (Vector.ConvertToSingle(d.As<uint, int>()) * step).CopyTo(values[(i + (3 * lanes))..]);
            }
        }

        for (; i < pixels.Length; i++)
            values[i] = pixels[i] * Step;
    }
}
