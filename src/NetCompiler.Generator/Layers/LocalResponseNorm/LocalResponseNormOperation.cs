using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.LocalResponseNorm;

/// <summary>Divides by a power of the sum of squares of the channels around: x / (k + α · Σ x²)^β.</summary>
/// <param name="Size">Channels in a window.</param>
/// <param name="Alpha">The factor of the sum, divided by the size where the convention asks for it.</param>
/// <param name="Beta">The exponent.</param>
/// <param name="K">The constant.</param>
/// <param name="OfVector">Whether the channels are features of a vector.</param>
internal sealed partial record LocalResponseNormOperation(int Size, float Alpha, float Beta, float K, bool OfVector = false) : Operation
{
    public override string Kind => "LocalResponseNorm";

    public override string NamePrefix => "lrn";

    public override string Describe() => FormattableString.Invariant($"{Size} channels, alpha {Alpha}, beta {Beta}, k {K}");

    public override IEnumerable<Fact> Facts => [Fact.Of("size", Size), Fact.Of("alpha", Alpha), Fact.Of("beta", Beta), Fact.Of("k", K)];

    public static Operation Read(LayerArguments arguments)
    {
        int size = arguments.IntAtLeast(1, "size", 1);
        float alpha = arguments.FloatAtLeast(0, "Alpha", 1e-4f);
        return new LocalResponseNormOperation(
            size, arguments.Bool("AlphaPerSize", true) ? alpha / size : alpha, arguments.FloatAtLeast(0, "Beta", 0.75f), arguments.PositiveFloat("K", 1f));
    }

    public override Inferred Infer(ShapeInference context) => new(this with { OfVector = context.Input.IsFlat }, context.Input);
}
