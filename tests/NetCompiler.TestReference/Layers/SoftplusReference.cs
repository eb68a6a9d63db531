namespace NetCompiler.TestReference.Layers;

/// <summary>ln(1 + eˣ).</summary>
public sealed record SoftplusReference() : ReferenceLayer("Softplus")
{
    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => Math.Max(x, 0) + LogarithmOfOnePlus(Math.Exp(-Math.Abs(x))));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * 1 / (1 + Math.Exp(-x)));

    /// <summary>ln(1 + t), by its series where the sum would lose digits.</summary>
    private static double LogarithmOfOnePlus(double t) =>
        t < 1e-3 ? t * (1 - (t * ((1.0 / 2) - (t * ((1.0 / 3) - (t / 4)))))) : Math.Log(1 + t);
}
