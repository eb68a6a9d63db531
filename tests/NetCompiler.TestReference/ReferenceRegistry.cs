using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference;

/// <summary>One row per layer: an image and a small example of the layer that can read it. Tests demand a row for every layer the compiler knows.</summary>
public static class ReferenceRegistry
{
    /// <summary>By the attribute's name: an input shape and the layer.</summary>
    public static IReadOnlyDictionary<string, (int[] Input, ReferenceLayer Layer)> Examples { get; } =
        new Dictionary<string, (int[], ReferenceLayer)>(StringComparer.Ordinal)
        {
            ["Add"] = ([2, 3, 4], new AddReference("input", "input", "input")),
            ["AvgPool"] = ([3, 5, 6], new AvgPoolReference(new ReferenceWindow(2, 3) { StrideY = 2, StrideX = 1 })),
            ["BatchNorm"] = ([3, 4, 2], new BatchNormReference(0.1f)),
            ["Concat"] = ([2, 3, 4], new ConcatReference(1, "input", "input")),
            ["Conv"] = ([3, 5, 6], new ConvReference(4, new ReferenceWindow(3, 2) { StrideY = 2, Pads = [1, 0, 2, 1] })),
            ["Dense"] = ([7], new DenseReference(5)),
            ["Dropout"] = ([11], new DropoutReference(0.25f)),
            ["Embedding"] = ([4], new EmbeddingReference(3, 5)),
            ["Flatten"] = ([2, 3, 4], new FlattenReference()),
            ["Gram"] = ([3, 2, 4], new GramReference()),
            ["LeakyRelu"] = ([2, 3, 4], new LeakyReluReference(0.2f)),
            ["Lstm"] = ([3, 4], new LstmReference(2)),
            ["MaxPool"] = ([3, 5, 6], new MaxPoolReference(new ReferenceWindow(3, 2) { StrideY = 1, StrideX = 2 })),
            ["Multiply"] = ([2, 3, 4], new MultiplyReference("input", "input")),
            ["Normalize"] = ([3, 2, 4], new NormalizeReference([0.5f, -1f, 2f], [2f, 0.25f, -3f])),
            ["Pad"] = ([2, 3, 4], new PadReference(1, 0, 2, 3)),
            ["Relu"] = ([2, 3, 4], new ReluReference()),
            ["RoiAlign"] = ([2, 5, 6], new RoiAlignReference(3, 2, "input") { FixedRegions = RegionReference.Examples }),
            ["RoiPool"] = ([2, 5, 6], new RoiPoolReference(2, 3, "input") { FixedRegions = RegionReference.Examples }),
            ["Sigmoid"] = ([2, 3, 4], new SigmoidReference()),
            ["Softmax"] = ([6], new SoftmaxReference()),
            ["Tanh"] = ([2, 3, 4], new TanhReference()),
        };
}
