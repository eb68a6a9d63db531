namespace NetCompiler.TestReference.Layers;

/// <summary>x where x is above 0, alpha · (eˣ − 1) elsewhere; its derivative at 0 is alpha.</summary>
public sealed record EluReference(float Alpha = 1) : ReferenceLayer("Elu")
{
    public override string Arguments => Alpha == 1 ? "" : Literal(Alpha);

    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => x > 0 ? x : Alpha * ExponentialMinusOne(x));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * (x > 0 ? 1 : Alpha * Math.Exp(x)));

    /// <summary>eˣ − 1, by its series where the difference would lose digits.</summary>
    internal static double ExponentialMinusOne(double x) =>
        Math.Abs(x) < 1e-3 ? x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4)))))) : Math.Exp(x) - 1;
}
