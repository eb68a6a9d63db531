using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference;

/// <summary>Makes reference layers from declared ones: one row per layer, with the defaults that its documentation states.</summary>
public static class ReferenceReader
{
    /// <summary>The members of <c>PaddingMode</c>.</summary>
    private static readonly string[] s_paddingModes = ["Zeros", "Replicate", "Reflect", "Symmetric", "Circular"];

    /// <summary>By the attribute's name: a layer from its arguments and the shape of its first input.</summary>
    private static readonly Dictionary<string, Func<NamedArguments, int[], ReferenceLayer>> s_readers = new(StringComparer.Ordinal)
    {
        ["AdaptiveAvgPool"] = (a, input) => new AdaptiveAvgPoolReference(IsSequence(input) ? a.List<int>("size") : [a.List<int>("size")[0], a.List<int>("size")[^1]]),
        ["Add"] = (a, _) => new AddReference(a.List<string>("from")),
        ["AvgPool"] = (a, input) => Pool(a, input, new AvgPoolReference(Window(a, input, strideIsKernel: true)) { CountIncludePad = a.Has("CountIncludePad") ? a.Flag("CountIncludePad") : null }),
        ["BatchNorm"] = (a, _) => new BatchNormReference(a.Number("Epsilon", 1e-5f), a.Flag("Affine", true)),
        ["ChannelShuffle"] = (a, _) => new ChannelShuffleReference(a.Whole("groups")),
        ["Concat"] = (a, _) => new ConcatReference(a.Whole("Axis"), a.List<string>("from")),
        ["Conv"] = (a, input) => Conv(a, input, new ConvReference(a.Whole("filters"), Window(a, input))
        {
            Groups = a.Whole("Groups", 1),
            Connections = a.Has("Connections") ? [.. a.List<string>("Connections").Select(list => list.Split(',').Select(int.Parse).ToArray())] : null,
        }),
        ["ConvTranspose"] = (a, input) => Transpose(a, input),
        ["Crop"] = (a, _) => new CropReference(a.List<int>("sides")),
        ["Dense"] = (a, _) => new DenseReference(a.Whole("units"), a.Flag("Bias", true)),
        ["DepthwiseConv"] = (a, input) => Conv(a, input, ConvReference.Depthwise(input[0], Window(a, input), a.Whole("Multiplier", 1))),
        ["Dropout"] = (a, _) => new DropoutReference(a.Number("rate", 0)),
        ["Elu"] = (a, _) => new EluReference(a.Number("alpha", 1)),
        ["Embedding"] = (a, _) => new EmbeddingReference(a.Whole("count"), a.Whole("dimension")) { Frozen = a.Flag("Frozen") },
        ["Flatten"] = (_, _) => new FlattenReference(),
        ["Gelu"] = (a, _) => new GeluReference(a.Flag("Approximate")),
        ["GlobalAvgPool"] = (_, _) => new GlobalAvgPoolReference(),
        ["GlobalMaxPool"] = (_, _) => new GlobalMaxPoolReference(),
        ["Gram"] = (_, _) => new GramReference(),
        ["HardSigmoid"] = (_, _) => new HardSigmoidReference(),
        ["HardSwish"] = (_, _) => new HardSwishReference(),
        ["InstanceNorm"] = (a, _) => new InstanceNormReference(a.Flag("Affine"), a.Number("Epsilon", 1e-5f)),
        ["L2Normalize"] = (a, _) => new L2NormalizeReference(a.Number("Epsilon", 1e-12f)),
        ["LayerNorm"] = (a, _) => new LayerNormReference(a.Flag("Affine", true), a.Number("Epsilon", 1e-5f)),
        ["LeakyRelu"] = (a, _) => new LeakyReluReference(a.Number("slope", 0.01f)),
        ["LocalResponseNorm"] = (a, _) => new LocalResponseNormReference(a.Whole("size"), a.Number("Alpha", 1e-4f), a.Number("Beta", 0.75f), a.Number("K", 1), a.Flag("AlphaPerSize", true)),
        ["LocallyConnected"] = (a, input) => new LocallyConnectedReference(a.Whole("filters"), Window(a, input))
        {
            Bias = a.Flag("Bias", true),
            SharedBias = a.Flag("SharedBias"),
            SharedWeights = a.Flag("SharedWeights"),
            IsSequence = IsSequence(input),
        },
        ["LogSoftmax"] = (_, _) => new LogSoftmaxReference(),
        ["Lstm"] = (a, _) => new LstmReference(a.Whole("units"), a.Flag("ReturnSequence", true)),
        ["MaxPool"] = (a, input) => Pool(a, input, new MaxPoolReference(Window(a, input, strideIsKernel: true))),
        ["Mish"] = (_, _) => new MishReference(),
        ["Multiply"] = (a, _) => new MultiplyReference(a.List<string>("from")),
        ["Normalize"] = (a, _) => new NormalizeReference(a.List<float>("mean"), a.List<float>("std")),
        ["PRelu"] = (a, _) => new PReluReference(a.Flag("Shared")),
        ["Pad"] = (a, _) => new PadReference(a.Either("pads", "padding")) { Mode = s_paddingModes[a.Whole("Mode")] },
        ["RadialBasis"] = (a, _) => new RadialBasisReference(a.Whole("units"), a.Flag("Trainable")),
        ["Relu"] = (_, _) => new ReluReference(),
        ["Relu6"] = (_, _) => new Relu6Reference(),
        ["Reshape"] = (a, _) => new ReshapeReference(a.List<int>("shape")),
        ["RoiAlign"] = (a, _) => new RoiAlignReference(a.List<int>("size")[0], a.List<int>("size")[^1], a.List<string>("regions")[0]) { Scale = a.Number("Scale", 1), Samples = a.Whole("SamplingRatio", 2), Aligned = a.Flag("Aligned") },
        ["RoiPool"] = (a, _) => new RoiPoolReference(a.List<int>("size")[0], a.List<int>("size")[^1], a.List<string>("regions")[0]) { Scale = a.Number("Scale", 1) },
        ["Scale"] = (a, _) => new ScaleReference(a.Has("factor") ? a.Number("factor", 1) : null, a.Flag("Bias", true)),
        ["ScaledTanh"] = (a, _) => new ScaledTanhReference(a.Number("amplitude", 1.7159f), a.Number("slope", 2f / 3f)),
        ["Selu"] = (_, _) => new SeluReference(),
        ["Sigmoid"] = (_, _) => new SigmoidReference(),
        ["Slice"] = (a, _) => new SliceReference(a.Whole("start"), a.Whole("end"), a.Whole("Axis")),
        ["Softmax"] = (_, _) => new SoftmaxReference(),
        ["Softplus"] = (_, _) => new SoftplusReference(),
        ["SpaceToDepth"] = (a, _) => new SpaceToDepthReference(a.Whole("block")),
        ["Swish"] = (_, _) => new SwishReference(),
        ["Tanh"] = (_, _) => new TanhReference(),
        ["Upsample"] = (a, _) => new UpsampleReference(a.List<int>("scale")) { Bilinear = a.Whole("Mode") == 1, AlignCorners = a.Flag("AlignCorners") },
    };

    public static bool Reads(string kind) => s_readers.ContainsKey(kind);

    public static ReferenceLayer Read(string kind, NamedArguments arguments, int[] input) => s_readers[kind](arguments, input);

    /// <summary>The border of a convolution that pads with other values than zeros: a layer of its own before it.</summary>
    public static PadReference ReadPadding(NamedArguments arguments, int[] input)
    {
        int[] pads = Window(arguments, input).PadsFor(IsSequence(input) ? 1 : input[1], input[^1]);
        return new PadReference(IsSequence(input) ? [pads[1], pads[3]] : pads) { Mode = s_paddingModes[arguments.Whole("PaddingMode")] };
    }

    private static bool IsSequence(int[] input) => input.Length == 2;

    private static ReferenceWindow Window(NamedArguments a, int[] input, bool strideIsKernel = false)
    {
        int[] kernel = a.List<int>("kernel"), strides = a.Either("Strides", "Stride"), dilations = a.Either("Dilations", "Dilation"), pads = a.Either("Pads", "Padding");
        if (strides.Length == 0)
            strides = strideIsKernel ? kernel : [1];
        if (dilations.Length == 0)
            dilations = [1];
        if (pads.Length < 4)
            pads = pads switch { [int all] => [all, all, all, all], [int before, int after] => [0, before, 0, after], _ => [0, 0, 0, 0] };
        return IsSequence(input)
            ? new ReferenceWindow(1, kernel[^1]) { StrideX = strides[^1], DilationX = dilations[^1], Pads = [0, pads[1], 0, pads[3]], Same = a.Flag("Same") }
            : new ReferenceWindow(kernel[0], kernel[^1]) { StrideY = strides[0], StrideX = strides[^1], DilationY = dilations[0], DilationX = dilations[^1], Pads = pads, Same = a.Flag("Same") };
    }

    private static ReferenceLayer Conv(NamedArguments a, int[] input, ConvReference layer) => layer with
    {
        Bias = a.Flag("Bias", true),
        IsSequence = IsSequence(input),
        Window = a.Whole("PaddingMode") == 0 ? layer.Window : layer.Window with { Pads = [0, 0, 0, 0], Same = false },
    };

    /// <summary>Pools and transposed convolutions dilate by themselves.</summary>
    private static ReferenceWindow Plain(ReferenceWindow window) => window with { DilationY = 1, DilationX = 1 };

    private static ReferenceLayer Pool(NamedArguments a, int[] input, PoolReference layer) => layer with
    {
        Window = Plain(layer.Window),
        DilationY = layer.Window.DilationY,
        DilationX = layer.Window.DilationX,
        CeilMode = a.Flag("CeilMode"),
        OfSequence = IsSequence(input),
    };

    private static ConvTransposeReference Transpose(NamedArguments a, int[] input)
    {
        ReferenceWindow window = Window(a, input);
        int[] added = a.Either("OutputPaddings", "OutputPadding");
        return new ConvTransposeReference(a.Whole("filters"), Plain(window), a.Flag("Bias", true))
        {
            OutputPaddingY = added.Length == 0 || IsSequence(input) ? 0 : added[0],
            OutputPaddingX = added.Length == 0 ? 0 : added[^1],
            DilationY = window.DilationY,
            DilationX = window.DilationX,
            Groups = a.Whole("Groups", 1),
            IsSequence = IsSequence(input),
        };
    }
}
