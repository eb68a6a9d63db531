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

    /// <summary>The layers that it reads by name, in order, "previous" being <see cref="From"/> where that is given; null for a layer that reads only that.</summary>
    public virtual IReadOnlyList<string>? Sources => null;

    /// <summary>Whether training computes the gradient of one of its inputs.</summary>
    public virtual bool PassesGradient(int input) => true;

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

    /// <summary>Whether a training pass leaves something in the place of a tensor's gradient.</summary>
    public bool HasGradient(string suffix) => IsTrainable(suffix) || DependsOnBatch;

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

    /// <summary>Whether training's result for an item depends on the other items of its batch.</summary>
    public virtual bool DependsOnBatch => false;

    /// <summary>What training computes of a batch: for each item its output.</summary>
    /// <param name="items">The inputs of each item.</param>
    /// <param name="weights">The layer's weights.</param>
    public virtual IReadOnlyList<Tensor> ForwardBatch(IReadOnlyList<IReadOnlyList<Tensor>> items, IReadOnlyList<Tensor> weights) =>
        [.. items.Select(inputs => Forward(inputs, weights))];

    /// <summary>The gradients of a batch: for each item with respect to each of its inputs. For weights that training does not change, statistics of the batch are added instead.</summary>
    public virtual IReadOnlyList<IReadOnlyList<Tensor>> BackwardBatch(
        IReadOnlyList<IReadOnlyList<Tensor>> items, IReadOnlyList<Tensor> weights, IReadOnlyList<Tensor> outputGradients, IReadOnlyList<Tensor> weightGradients) =>
        [.. items.Zip(outputGradients, (inputs, gradient) => Backward(inputs, weights, gradient, weightGradients))];

    /// <summary>Whether twice the weights, biases included, give twice the output.</summary>
    public virtual bool IsLinearInWeights => false;

    /// <summary>Whether training changes a tensor of weights by its gradient.</summary>
    public virtual bool IsTrainable(string suffix) => true;

    /// <summary>An input that the layer can read as the first one of a network: by default uniform between ±<paramref name="bound"/>.</summary>
    public virtual Tensor DrawInput(int[] shape, RandomValues random, double bound = 1) => random.Tensor(shape, -bound, bound);

    /// <summary>Random weights that keep values near unit scale.</summary>
    public virtual Tensor Draw(string suffix, int[] shape, RandomValues random)
    {
        // Uniform on ±√(3 / fan-in) has variance 1 / fan-in.
        double bound = shape.Length == 1 ? 0.5 : Math.Sqrt(3.0 / shape.Skip(1).Aggregate(1, (product, size) => product * size));
        return random.Tensor(shape, -bound, bound);
    }

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
