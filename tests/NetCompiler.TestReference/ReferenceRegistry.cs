using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference;

/// <summary>One row per layer: an image and a small example of the layer that can read it. Tests demand a row for every layer the compiler knows.</summary>
public static class ReferenceRegistry
{
    /// <summary>By the attribute's name: an input shape and the layer.</summary>
    public static IReadOnlyDictionary<string, (int[] Input, ReferenceLayer Layer)> Examples { get; } =
        new Dictionary<string, (int[], ReferenceLayer)>(StringComparer.Ordinal)
        {
            ["AdaptiveAvgPool"] = ([2, 5, 7], new AdaptiveAvgPoolReference(3, 9)),
            ["Add"] = ([2, 3, 4], new AddReference("input", "input", "input")),
            ["AvgPool"] = ([3, 6, 6], new AvgPoolReference(new ReferenceWindow(2, 3) { StrideY = 2, StrideX = 2, Pads = [1, 1, 0, 2] }) { CeilMode = true }),
            ["BatchNorm"] = ([3, 4, 2], new BatchNormReference(0.1f)),
            ["ChannelShuffle"] = ([6, 2, 3], new ChannelShuffleReference(2)),
            ["Concat"] = ([2, 3, 4], new ConcatReference(1, "input", "input")),
            ["Conv"] = ([3, 5, 6], new ConvReference(4, new ReferenceWindow(3, 2) { StrideY = 2, Pads = [1, 0, 2, 1] })),
            ["ConvTranspose"] = ([4, 3, 4], new ConvTransposeReference(6, new ReferenceWindow(3, 2) { StrideY = 2, StrideX = 3, Pads = [1, 0, 2, 1] }) { OutputPaddingY = 1, OutputPaddingX = 2, DilationX = 2, Groups = 2 }),
            ["Crop"] = ([2, 4, 5], new CropReference(1, 0, 2, 1)),
            ["Dense"] = ([7], new DenseReference(5)),
            ["DepthwiseConv"] = ([3, 5, 6], ConvReference.Depthwise(3, new ReferenceWindow(3, 2) { StrideX = 2, DilationY = 2, Pads = [1, 0, 2, 1] }, multiplier: 2)),
            ["Dropout"] = ([11], new DropoutReference(0.25f)),
            ["Elu"] = ([2, 3, 4], new EluReference(1.5f)),
            ["Embedding"] = ([4], new EmbeddingReference(3, 5)),
            ["Flatten"] = ([2, 3, 4], new FlattenReference()),
            ["Gelu"] = ([2, 3, 4], new GeluReference()),
            ["GlobalAvgPool"] = ([3, 4, 5], new GlobalAvgPoolReference()),
            ["GlobalMaxPool"] = ([3, 4, 5], new GlobalMaxPoolReference()),
            ["Gram"] = ([3, 2, 4], new GramReference()),
            ["HardSigmoid"] = ([2, 3, 4], new HardSigmoidReference()),
            ["HardSwish"] = ([2, 3, 4], new HardSwishReference()),
            ["InstanceNorm"] = ([3, 2, 4], new InstanceNormReference(IsAffine: true)),
            ["L2Normalize"] = ([5, 2, 3], new L2NormalizeReference()),
            ["LayerNorm"] = ([3, 2, 4], new LayerNormReference()),
            ["LeakyRelu"] = ([2, 3, 4], new LeakyReluReference(0.2f)),
            ["LocalResponseNorm"] = ([7, 2, 3], new LocalResponseNormReference(4, 0.8f, 0.75f, 1.5f)),
            ["LocallyConnected"] = ([3, 5, 6], new LocallyConnectedReference(4, new ReferenceWindow(3, 2) { StrideY = 2, Pads = [1, 0, 2, 1] })),
            ["LogSoftmax"] = ([4, 2, 3], new LogSoftmaxReference()),
            ["Lstm"] = ([3, 4], new LstmReference(2)),
            ["MaxPool"] = ([3, 5, 6], new MaxPoolReference(new ReferenceWindow(2, 2) { StrideY = 1, StrideX = 2, Pads = [1, 0, 2, 1] }) { DilationY = 2 }),
            ["Mish"] = ([2, 3, 4], new MishReference()),
            ["Multiply"] = ([2, 3, 4], new MultiplyReference("input", "input")),
            ["Normalize"] = ([3, 2, 4], new NormalizeReference([0.5f, -1f, 2f], [2f, 0.25f, -3f])),
            ["PRelu"] = ([2, 3, 4], new PReluReference()),
            ["Pad"] = ([2, 3, 4], new PadReference(1, 0, 2, 3) { Mode = "Reflect" }),
            ["RadialBasis"] = ([7], new RadialBasisReference(5)),
            ["Relu"] = ([2, 3, 4], new ReluReference()),
            ["Relu6"] = ([2, 3, 4], new Relu6Reference()),
            ["Reshape"] = ([2, 3, 4], new ReshapeReference(4, -1)),
            ["RoiAlign"] = ([2, 5, 6], new RoiAlignReference(3, 2, "input") { FixedRegions = RegionReference.Examples }),
            ["RoiPool"] = ([2, 5, 6], new RoiPoolReference(2, 3, "input") { FixedRegions = RegionReference.Examples }),
            ["Scale"] = ([3, 2, 4], new ScaleReference()),
            ["ScaledTanh"] = ([2, 3, 4], new ScaledTanhReference()),
            ["Selu"] = ([2, 3, 4], new SeluReference()),
            ["Sigmoid"] = ([2, 3, 4], new SigmoidReference()),
            ["Slice"] = ([2, 3, 4], new SliceReference(1, 3, Axis: 1)),
            ["Softmax"] = ([6, 2, 3], new SoftmaxReference()),
            ["Softplus"] = ([2, 3, 4], new SoftplusReference()),
            ["SpaceToDepth"] = ([2, 4, 6], new SpaceToDepthReference(2)),
            ["Swish"] = ([2, 3, 4], new SwishReference()),
            ["Tanh"] = ([2, 3, 4], new TanhReference()),
            ["Upsample"] = ([2, 3, 4], new UpsampleReference(2, 3) { Bilinear = true }),
        };
}
