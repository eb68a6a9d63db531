namespace NetCompiler.TestReference.Layers;

/// <summary>λ · x where x is above 0, λ · α · (eˣ − 1) elsewhere; its derivative at 0 is λ · α.</summary>
public sealed record SeluReference() : ReferenceLayer("Selu")
{
    private const double Lambda = 1.0507009873554804934193349852946, Alpha = 1.6732632423543772848170429916717;

    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => Lambda * (x > 0 ? x : Alpha * EluReference.ExponentialMinusOne(x)));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * Lambda * (x > 0 ? 1 : Alpha * Math.Exp(x)));
}
