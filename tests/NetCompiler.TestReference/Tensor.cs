namespace NetCompiler.TestReference;

/// <summary>A dense array of doubles in row-major order: <c>[channels, height, width]</c>, <c>[features]</c>, or weights in PyTorch's order.</summary>
public sealed class Tensor
{
    /// <summary>All zero.</summary>
    public Tensor(params int[] shape)
        : this(shape, new double[shape.Aggregate(1, (product, size) => checked(product * size))])
    {
    }

    /// <summary>Takes the values, which must be as many as the shape says.</summary>
    public Tensor(int[] shape, double[] values)
    {
        if (values.Length != shape.Aggregate(1, (product, size) => product * size))
            throw new ArgumentException($"{values.Length} values cannot have the shape [{string.Join(", ", shape)}].", nameof(values));
        Shape = shape;
        Values = values;
    }

    public int[] Shape { get; }

    public double[] Values { get; }

    public int Length => Values.Length;

    /// <summary>The largest absolute value.</summary>
    public double Scale => Values.Max(Math.Abs);

    /// <summary>A value of an image.</summary>
    public double this[int channel, int y, int x]
    {
        get => Values[(((channel * Shape[1]) + y) * Shape[2]) + x];
        set => Values[(((channel * Shape[1]) + y) * Shape[2]) + x] = value;
    }

    /// <summary>A value of a matrix.</summary>
    public double this[int row, int column]
    {
        get => Values[(row * Shape[1]) + column];
        set => Values[(row * Shape[1]) + column] = value;
    }

    /// <summary>A value of a convolution's weights.</summary>
    public double this[int filter, int channel, int y, int x]
    {
        get => Values[(((((filter * Shape[1]) + channel) * Shape[2]) + y) * Shape[3]) + x];
        set => Values[(((((filter * Shape[1]) + channel) * Shape[2]) + y) * Shape[3]) + x] = value;
    }

    public Tensor Map(Func<double, double> function) => new(Shape, Array.ConvertAll(Values, value => function(value)));

    /// <summary>Pairs of values at equal positions, combined.</summary>
    public Tensor Zip(Tensor other, Func<double, double, double> function) =>
        new(Shape, [.. Values.Zip(other.Values, function)]);

    /// <summary>The sum of products of values at equal positions.</summary>
    public double Dot(Tensor other) => Values.Zip(other.Values, (a, b) => a * b).Sum();

    public void Add(Tensor other)
    {
        for (int i = 0; i < Length; i++)
            Values[i] += other.Values[i];
    }

    public static Tensor FromSingles(int[] shape, ReadOnlySpan<float> values)
    {
        var tensor = new Tensor(shape);
        for (int i = 0; i < values.Length; i++)
            tensor.Values[i] = values[i];
        return tensor;
    }

    /// <summary>The values rounded to single precision.</summary>
    public float[] ToSingles() => Array.ConvertAll(Values, value => (float)value);
}
