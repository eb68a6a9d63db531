namespace NetCompiler.TestReference.Layers;

/// <summary>x[c] / (k + α' · Σ x[j]²)^β over the channels j from c − ⌊size / 2⌋, size of them, as far as they exist; α' = α / size or α.</summary>
public sealed record LocalResponseNormReference(int Size, float Alpha = 1e-4f, float Beta = 0.75f, float K = 1f, bool AlphaPerSize = true) : PositionReference("LocalResponseNorm")
{
    public override string NamePrefix => "lrn";

    public override string Arguments => $"{Size}, Alpha = {Literal(Alpha)}, Beta = {Literal(Beta)}, K = {Literal(K)}{(AlphaPerSize ? "" : ", AlphaPerSize = false")}";

    private double Factor => AlphaPerSize ? (double)Alpha / Size : Alpha;

    protected override double[] Forward(double[] x) => [.. x.Select((value, c) => value / Math.Pow(Base(x, c), Beta))];

    protected override double[] Backward(double[] x, double[] outputGradient)
    {
        var inputGradient = new double[x.Length];
        for (int c = 0; c < x.Length; c++)
        {
            double sum = Base(x, c);
            inputGradient[c] += outputGradient[c] * Math.Pow(sum, -Beta);
            foreach (int j in Window(c, x.Length))
                inputGradient[j] -= outputGradient[c] * x[c] * Beta * Math.Pow(sum, -Beta - 1) * Factor * 2 * x[j];
        }

        return inputGradient;
    }

    private double Base(double[] x, int c) => K + (Factor * Window(c, x.Length).Sum(j => x[j] * x[j]));

    private IEnumerable<int> Window(int c, int channels) => Enumerable.Range(c - (Size / 2), Size).Where(j => j >= 0 && j < channels);
}
