namespace NetCompiler.TestReference.Layers;

/// <summary>A layer that reads several named values; one name alone is joined with the layer before.</summary>
public abstract record JoinReference(string Kind, IReadOnlyList<string> Names) : ReferenceLayer(Kind)
{
    public override IReadOnlyList<string> Sources => Names.Count == 1 ? ["previous", Names[0]] : Names;

    public override string Arguments => string.Join(", ", Names.Select(name => $"\"{name}\""));

    public override int[] OutputShape(int[] input) => throw new InvalidOperationException("A join has several inputs.");

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => throw new InvalidOperationException("A join has several inputs.");

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        throw new InvalidOperationException("A join has several inputs.");
}

/// <summary>The sum of its inputs.</summary>
public sealed record AddReference(params IReadOnlyList<string> Names) : JoinReference("Add", Names)
{
    public override int[] OutputShape(IReadOnlyList<int[]> inputs) => inputs[0];

    public override Tensor Forward(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> weights) =>
        inputs.Aggregate((sum, input) => sum.Zip(input, (a, b) => a + b));

    public override IReadOnlyList<Tensor> Backward(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        [.. inputs.Select(_ => outputGradient)];
}

/// <summary>The product of its two inputs; one of them may be a number per channel.</summary>
public sealed record MultiplyReference(params IReadOnlyList<string> Names) : JoinReference("Multiply", Names)
{
    public override int[] OutputShape(IReadOnlyList<int[]> inputs) => inputs.MaxBy(shape => shape.Aggregate(1, (product, size) => product * size))!;

    public override Tensor Forward(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape([.. inputs.Select(input => input.Shape)]));
        for (int i = 0; i < output.Length; i++)
            output.Values[i] = inputs[0].Values[Place(inputs[0], i, output)] * inputs[1].Values[Place(inputs[1], i, output)];
        return output;
    }

    public override IReadOnlyList<Tensor> Backward(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        Tensor[] gradients = [.. inputs.Select(input => new Tensor(input.Shape))];
        for (int i = 0; i < outputGradient.Length; i++)
        {
            for (int factor = 0; factor < 2; factor++)
                gradients[factor].Values[Place(inputs[factor], i, outputGradient)] += outputGradient.Values[i] * inputs[1 - factor].Values[Place(inputs[1 - factor], i, outputGradient)];
        }

        return gradients;
    }

    /// <summary>Where the factor for a value of the output is: of equal shapes at the same place, else at the place of its channel.</summary>
    private static int Place(Tensor factor, int i, Tensor output) => factor.Length == output.Length ? i : i / (output.Length / factor.Length);
}

/// <summary>Its inputs one after the other along an axis.</summary>
public sealed record ConcatReference(int Axis, params IReadOnlyList<string> Names) : JoinReference("Concat", Names)
{
    public override string Arguments => Axis == 0 ? base.Arguments : $"{base.Arguments}, Axis = {Axis}";

    public override int[] OutputShape(IReadOnlyList<int[]> inputs) =>
        [.. inputs[0].Select((size, axis) => axis == Axis ? inputs.Sum(shape => shape[axis]) : size)];

    public override Tensor Forward(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape([.. inputs.Select(input => input.Shape)]));
        ForEach(inputs, (input, from, to) => output.Values[to] = inputs[input].Values[from]);
        return output;
    }

    public override IReadOnlyList<Tensor> Backward(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        Tensor[] gradients = [.. inputs.Select(input => new Tensor(input.Shape))];
        ForEach(inputs, (input, from, to) => gradients[input].Values[from] = outputGradient.Values[to]);
        return gradients;
    }

    /// <summary>Every value: which input, its place there, its place in the output.</summary>
    private void ForEach(IReadOnlyList<Tensor> inputs, Action<int, int, int> visit)
    {
        int outer = inputs[0].Shape.Take(Axis).Aggregate(1, (product, size) => product * size), to = 0;
        for (int slice = 0; slice < outer; slice++)
        {
            for (int input = 0; input < inputs.Count; input++)
            {
                int length = inputs[input].Length / outer;
                for (int i = 0; i < length; i++)
                    visit(input, (slice * length) + i, to++);
            }
        }
    }
}
