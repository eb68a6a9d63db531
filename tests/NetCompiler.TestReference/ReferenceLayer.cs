using System.Globalization;

namespace NetCompiler.TestReference;

/// <summary>One layer, computed from its definition: nothing is shared with the compiler.</summary>
/// <param name="Kind">The attribute's name, such as <c>Conv</c>.</param>
public abstract record ReferenceLayer(string Kind)
{
    /// <summary>The name given in the declaration.</summary>
    public string? Name { get; init; }

    /// <summary>The layer read instead of the one before.</summary>
    public string? From { get; init; }

    /// <summary>The layers that it reads by name, in order; null for a layer that reads what is before it or <see cref="From"/>.</summary>
    public virtual IReadOnlyList<string>? Sources => null;

    /// <summary>What an unnamed layer is called before its number.</summary>
    public virtual string NamePrefix => Kind.ToLowerInvariant();

    /// <summary>The attribute's arguments as C#.</summary>
    public virtual string Arguments => "";

    public abstract int[] OutputShape(int[] input);

    /// <summary>The output's shape of a layer with several inputs.</summary>
    public virtual int[] OutputShape(IReadOnlyList<int[]> inputs) => OutputShape(inputs[0]);

    /// <summary>The weights by the last part of their names, in PyTorch's order and shapes.</summary>
    public virtual IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input) => [];

    /// <summary>Multiply-adds of one image: each weight of a filter or unit once per output value.</summary>
    public virtual long MultiplyAdds(int[] input, int[] output) =>
        WeightShapes(input).Where(weight => weight.Shape.Length > 1)
            .Sum(weight => weight.Shape.Skip(1).Aggregate(output.Aggregate(1L, (product, size) => product * size), (product, size) => product * size));

    public abstract Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights);

    /// <summary>The output of a layer with several inputs.</summary>
    public virtual Tensor Forward(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> weights) => Forward(inputs[0], weights);

    /// <summary>
    /// The gradient of a number with respect to the input, given its gradient with respect to the output; adds the gradients of the weights
    /// to <paramref name="weightGradients"/>.
    /// </summary>
    public abstract Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients);

    /// <summary>The gradients with respect to each of several inputs.</summary>
    public virtual IReadOnlyList<Tensor> Backward(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        [Backward(inputs[0], weights, outputGradient, weightGradients)];

    /// <summary>The attribute as C#, such as <c>Conv(6, 5, Stride = 2)</c>.</summary>
    public string ToAttribute()
    {
        string arguments = Arguments;
        if (Name is not null)
            arguments += $", Name = \"{Name}\"";
        if (From is not null)
            arguments += $", From = \"{From}\"";
        return arguments.Length == 0 ? Kind : $"{Kind}({arguments.TrimStart(',', ' ')})";
    }

    protected static string Literal(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    protected static string Literal(IReadOnlyList<float> values) =>
        values.Count == 1 ? Literal(values[0]) : $"[{string.Join(", ", values.Select(Literal))}]";

    protected static string Literal(IReadOnlyList<int> values) =>
        values.Count == 1 ? $"{values[0]}" : $"[{string.Join(", ", values)}]";
}
