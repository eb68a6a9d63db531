using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Functions of each value: with nothing else around them, fused, and in places where they cannot be.</summary>
public static class ActivationNetworks
{
    /// <summary>An image with a partly filled block, a vector, a sequence: the functions take turns.</summary>
    private static readonly int[][] s_shapes = [[17, 3, 5], [37], [5, 7]];

    public static IEnumerable<ReferenceNetwork> All()
    {
        (string, Func<ReferenceLayer>)[] functions =
        [
            ("Relu", () => new ReluReference()), ("Tanh", () => new TanhReference()), ("Sigmoid", () => new SigmoidReference()),
            ("LeakyRelu", () => new LeakyReluReference()), ("SteepRelu", () => new LeakyReluReference(1.5f)), ("Relu6", () => new Relu6Reference()),
            ("Elu", () => new EluReference()), ("SmallElu", () => new EluReference(0.3f)), ("HardSigmoid", () => new HardSigmoidReference()),
            ("ScaledTanh", () => new ScaledTanhReference()), ("SteepTanh", () => new ScaledTanhReference(-0.7f, 2.5f)), ("Softplus", () => new SoftplusReference()),
            ("Swish", () => new SwishReference()), ("HardSwish", () => new HardSwishReference()), ("Mish", () => new MishReference()),
            ("Gelu", () => new GeluReference()), ("ApproximateGelu", () => new GeluReference(true)),
            ("Selu", () => new SeluReference()), ("PRelu", () => new PReluReference()), ("SharedPRelu", () => new PReluReference(Shared: true)),
        ];
        for (int i = 0; i < functions.Length; i++)
        {
            (string name, Func<ReferenceLayer> function) = functions[i];
            yield return new($"{name}Alone", s_shapes[i % s_shapes.Length], function());
            yield return new($"{name}First", [3, 6, 5], function(), new ConvReference(17, 3), function(), function(), new FlattenReference(), function(), new DenseReference(19), function(), new DenseReference(5));

            // Ten times the input, so that values lie on all sides of 6, ±3 and other bends.
            yield return new($"{name}Inside", [2, 9, 8], new NormalizeReference(0f, 0.1f), new ConvReference(20, 3), function(), new MaxPoolReference(2), function(), new PadReference(1, 2, 0, 1), function(), new ConvReference(7, 3));
        }

        yield return new("PReluOfImage", [17, 3, 5], new PReluReference(), new PReluReference(Shared: true));
        yield return new("PReluOfVector", [37], new PReluReference());
        yield return new("PReluOfSequence", [18, 5], new PReluReference());
        yield return new("PReluOfPixel", [21, 1, 1], new PReluReference(), new PReluReference(Shared: true));
    }
}
