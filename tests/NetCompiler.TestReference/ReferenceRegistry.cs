using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference;

/// <summary>One row per layer: an image and a small example of the layer that can read it. Tests demand a row for every layer the compiler knows.</summary>
public static class ReferenceRegistry
{
    /// <summary>By the attribute's name: an input shape and the layer.</summary>
    public static IReadOnlyDictionary<string, (int[] Input, ReferenceLayer Layer)> Examples { get; } =
        new Dictionary<string, (int[], ReferenceLayer)>(StringComparer.Ordinal)
        {
            ["AvgPool"] = ([3, 5, 6], new AvgPoolReference(new ReferenceWindow(2, 3) { StrideY = 2, StrideX = 1 })),
            ["Conv"] = ([3, 5, 6], new ConvReference(4, new ReferenceWindow(3, 2) { StrideY = 2, Pads = [1, 0, 2, 1] })),
            ["ConvTranspose"] = ([4, 3, 4], new ConvTransposeReference(6, new ReferenceWindow(3, 2) { StrideY = 2, StrideX = 3, Pads = [1, 0, 2, 1] }) { OutputPaddingY = 1, OutputPaddingX = 2, DilationX = 2, Groups = 2 }),
            ["Dense"] = ([7], new DenseReference(5)),
            ["DepthwiseConv"] = ([3, 5, 6], ConvReference.Depthwise(3, new ReferenceWindow(3, 2) { StrideX = 2, DilationY = 2, Pads = [1, 0, 2, 1] }, multiplier: 2)),
            ["Dropout"] = ([11], new DropoutReference(0.25f)),
            ["Flatten"] = ([2, 3, 4], new FlattenReference()),
            ["LeakyRelu"] = ([2, 3, 4], new LeakyReluReference(0.2f)),
            ["LocallyConnected"] = ([3, 5, 6], new LocallyConnectedReference(4, new ReferenceWindow(3, 2) { StrideY = 2, Pads = [1, 0, 2, 1] })),
            ["MaxPool"] = ([3, 5, 6], new MaxPoolReference(new ReferenceWindow(3, 2) { StrideY = 1, StrideX = 2 })),
            ["Normalize"] = ([3, 2, 4], new NormalizeReference([0.5f, -1f, 2f], [2f, 0.25f, -3f])),
            ["Pad"] = ([2, 3, 4], new PadReference(1, 0, 2, 3)),
            ["Relu"] = ([2, 3, 4], new ReluReference()),
            ["Sigmoid"] = ([2, 3, 4], new SigmoidReference()),
            ["Softmax"] = ([6], new SoftmaxReference()),
            ["Tanh"] = ([2, 3, 4], new TanhReference()),
        };
}
