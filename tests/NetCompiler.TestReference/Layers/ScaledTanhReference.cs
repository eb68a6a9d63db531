namespace NetCompiler.TestReference.Layers;

/// <summary>amplitude · tanh(slope · x).</summary>
public sealed record ScaledTanhReference(float Amplitude = 1.7159f, float Slope = 2f / 3f) : ReferenceLayer("ScaledTanh")
{
    public override string Arguments => Amplitude == 1.7159f && Slope == 2f / 3f ? "" : $"{Literal(Amplitude)}, {Literal(Slope)}";

    public override int[] OutputShape(int[] input) => input;

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights) => input.Map(x => Amplitude * Math.Tanh(Slope * x));

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients) =>
        input.Zip(outputGradient, (x, gradient) => gradient * Amplitude * Slope / Math.Pow(Math.Cosh(Slope * x), 2));
}
