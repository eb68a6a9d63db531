namespace NetCompiler.TestReference.Layers;

/// <summary>Regions of an image, listed as columns x₁, y₁, x₂, y₂ of another value, each brought to one size; stacked as rows.</summary>
public abstract record RegionReference(string Kind, int Height, int Width, string Regions) : ReferenceLayer(Kind)
{
    /// <summary>Regions of a small image: inside it, across its border, a point.</summary>
    public static readonly Tensor Examples = new([4, 3], [1, -2, 3.25, 0.5, 2, 2.5, 4, 3.5, 3.25, 3, 7.25, 2.5]);

    /// <summary>Positions of the image per unit of the coordinates.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Regions that stand in for those that a network without other layers does not have.</summary>
    public Tensor? FixedRegions { get; init; }

    public override IReadOnlyList<string> Sources => ["previous", Regions];

    public override string Arguments => $"{(Height == Width ? $"{Height}" : $"[{Height}, {Width}]")}, \"{Regions}\"{(Scale == 1 ? "" : $", Scale = {Literal(Scale)}")}";

    /// <summary>Regions get no gradient.</summary>
    public override bool PassesGradient(int input) => input == 0;

    public override int[] OutputShape(int[] input) => throw new InvalidOperationException("Regions are a second input.");

    public override int[] OutputShape(IReadOnlyList<int[]> inputs) => [inputs[0][0], Height * (FixedRegions?.Shape ?? inputs[1])[1], Width];

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => throw new InvalidOperationException("Regions are a second input.");

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        throw new InvalidOperationException("Regions are a second input.");

    public override Tensor Forward(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> weights)
    {
        var output = new Tensor(OutputShape([.. inputs.Select(input => input.Shape)]));
        ForEachValue(inputs, output, (value, terms) =>
        {
            foreach ((int pixel, double share) in terms)
                output.Values[value] += share * inputs[0].Values[pixel];
        });
        return output;
    }

    public override IReadOnlyList<Tensor> Backward(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        var imageGradient = new Tensor(inputs[0].Shape);
        ForEachValue(inputs, outputGradient, (value, terms) =>
        {
            foreach ((int pixel, double share) in terms)
                imageGradient.Values[pixel] += share * outputGradient.Values[value];
        });
        return [imageGradient, new Tensor(inputs[1].Shape)];
    }

    /// <summary>The pixels (of one channel) that a bin consists of, and the share of each.</summary>
    /// <param name="plane">A channel.</param>
    /// <param name="size">Its height and width.</param>
    /// <param name="box">x₁, y₁, x₂, y₂ in positions.</param>
    /// <param name="row">The bin's row.</param>
    /// <param name="column">The bin's column.</param>
    protected abstract IEnumerable<(int Pixel, double Share)> Terms(ReadOnlySpan<double> plane, (int Height, int Width) size, double[] box, int row, int column);

    private void ForEachValue(IReadOnlyList<Tensor> inputs, Tensor output, Action<int, IEnumerable<(int Pixel, double Share)>> visit)
    {
        (Tensor image, Tensor regions) = (inputs[0], FixedRegions ?? inputs[1]);
        int positions = image.Shape[1] * image.Shape[2];
        for (int i = 0; i < output.Length; i++)
        {
            int column = i % Width, row = i / Width % (Height * regions.Shape[1]), channel = i / Width / (Height * regions.Shape[1]);
            double[] box = [.. Enumerable.Range(0, 4).Select(coordinate => regions[coordinate, row / Height] * Scale)];
            visit(i, Terms(image.Values.AsSpan(channel * positions, positions), (image.Shape[1], image.Shape[2]), box, row % Height, column).Select(term => ((channel * positions) + term.Pixel, term.Share)));
        }
    }
}

/// <summary>The first of the largest pixels of a bin; corners are rounded and belong to the region.</summary>
public sealed record RoiPoolReference(int Height, int Width, string Regions) : RegionReference("RoiPool", Height, Width, Regions)
{
    protected override IEnumerable<(int Pixel, double Share)> Terms(ReadOnlySpan<double> plane, (int Height, int Width) size, double[] box, int row, int column)
    {
        int best = -1;
        (int firstRow, int endRow) = Bin(box[1], box[3], row, Height, size.Height);
        (int firstColumn, int endColumn) = Bin(box[0], box[2], column, Width, size.Width);
        for (int y = firstRow; y < endRow; y++)
        {
            for (int x = firstColumn; x < endColumn; x++)
            {
                if (best < 0 || plane[(y * size.Width) + x] > plane[best])
                    best = (y * size.Width) + x;
            }
        }

        return best < 0 ? [] : [(best, 1)];
    }

    private static (int First, int End) Bin(double from, double to, int index, int count, int limit)
    {
        int start = (int)Math.Round(from, MidpointRounding.AwayFromZero);
        int length = Math.Max((int)Math.Round(to, MidpointRounding.AwayFromZero) - start + 1, 1);
        int first = start + (int)Math.Floor((decimal)(index * length) / count), end = start + (int)Math.Ceiling((decimal)((index + 1) * length) / count);
        return (Math.Clamp(first, 0, limit), Math.Clamp(end, 0, limit));
    }
}

/// <summary>The mean of samples × samples bilinear samples of a bin.</summary>
public sealed record RoiAlignReference(int Height, int Width, string Regions) : RegionReference("RoiAlign", Height, Width, Regions)
{
    public int Samples { get; init; } = 2;

    public bool Aligned { get; init; }

    public override string Arguments => $"{base.Arguments}{(Samples == 2 ? "" : $", SamplingRatio = {Samples}")}{(Aligned ? ", Aligned = true" : "")}";

    protected override IEnumerable<(int Pixel, double Share)> Terms(ReadOnlySpan<double> plane, (int Height, int Width) size, double[] box, int row, int column)
    {
        var terms = new List<(int, double)>();
        for (int i = 0; i < Samples; i++)
        {
            foreach ((int y, double down) in Around(box[1], box[3], row, i, Height, size.Height))
            {
                for (int j = 0; j < Samples; j++)
                {
                    foreach ((int x, double along) in Around(box[0], box[2], column, j, Width, size.Width))
                        terms.Add(((y * size.Width) + x, down * along / (Samples * Samples)));
                }
            }
        }

        return terms;
    }

    /// <summary>The positions on both sides of a sample along one axis and their shares; none where it lies more than one position outside.</summary>
    private IEnumerable<(int Position, double Share)> Around(double from, double to, int bin, int sample, int count, int limit)
    {
        double shift = Aligned ? 0.5 : 0, length = Aligned ? to - from : Math.Max(to - from, 1);
        double bins = length / count, at = from - shift + (bin * bins) + ((sample + 0.5) * bins / Samples);
        if (at < -1 || at > limit)
            return [];
        at = Math.Clamp(at, 0, limit - 1);
        int low = (int)at;
        return low == limit - 1 ? [(low, 1)] : [(low, 1 - (at - low)), (low + 1, at - low)];
    }
}
