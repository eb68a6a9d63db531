namespace NetCompiler.TestReference.Layers;

/// <summary>A layer that moves values, as a list of what comes from where; places that no value comes to hold zero.</summary>
public abstract record MovingReference(string Kind) : ReferenceLayer(Kind)
{
    /// <summary>Pairs of places by their indexes on each axis.</summary>
    protected abstract IEnumerable<(int[] From, int[] To)> Moves(int[] input);

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape(input.Shape));
        foreach ((int[] from, int[] to) in Moves(input.Shape))
            output.Values[Number(output.Shape, to)] = input.Values[Number(input.Shape, from)];
        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var inputGradient = new Tensor(input.Shape);
        foreach ((int[] from, int[] to) in Moves(input.Shape))
            inputGradient.Values[Number(input.Shape, from)] += outputGradient.Values[Number(outputGradient.Shape, to)];
        return inputGradient;
    }

    /// <summary>Every place of a shape.</summary>
    protected static IEnumerable<int[]> Places(int[] shape)
    {
        int length = shape.Aggregate(1, (product, size) => product * size);
        for (int number = 0; number < length; number++)
        {
            var place = new int[shape.Length];
            for (int axis = shape.Length - 1, rest = number; axis >= 0; rest /= shape[axis--])
                place[axis] = rest % shape[axis];
            yield return place;
        }
    }

    /// <summary>One number per axis behind the first: the one number given, or [before, after] and [top, left, bottom, right] as (before, after) per axis.</summary>
    protected static (int Before, int After)[] SidesOf(int[] sides, int[] input) => sides.Length switch
    {
        1 => [.. input.Skip(1).Select(_ => (sides[0], sides[0]))],
        2 => [(sides[0], sides[1])],
        _ => [(sides[0], sides[2]), (sides[1], sides[3])],
    };

    private static int Number(int[] shape, int[] place) => place.Zip(shape).Aggregate(0, (number, axis) => (number * axis.Second) + axis.First);
}
