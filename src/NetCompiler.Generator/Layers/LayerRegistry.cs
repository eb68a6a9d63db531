using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers;

/// <summary>Every layer: the attribute's name and what reads its arguments. A new layer is one row here and one folder beside this file.</summary>
internal static class LayerRegistry
{
    private static readonly Dictionary<string, Func<LayerArguments, Operation>> s_layers = new(StringComparer.Ordinal)
    {
        ["AdaptiveAvgPool"] = AdaptiveAvgPool.AdaptiveAvgPoolOperation.Read,
        ["Add"] = Add.AddOperation.Read,
        ["AvgPool"] = AvgPool.AvgPoolOperation.Read,
        ["BatchNorm"] = BatchNorm.BatchNormOperation.Read,
        ["ChannelShuffle"] = ChannelShuffle.ChannelShuffleOperation.Read,
        ["Concat"] = Concat.ConcatOperation.Read,
        ["Conv"] = Conv.ConvOperation.Read,
        ["ConvTranspose"] = ConvTranspose.ConvTransposeOperation.Read,
        ["Crop"] = Crop.CropOperation.Read,
        ["Dense"] = Dense.DenseOperation.Read,
        ["DepthwiseConv"] = Conv.ConvOperation.ReadDepthwise,
        ["Dropout"] = Dropout.DropoutOperation.Read,
        ["Elu"] = Elu.EluOperation.Read,
        ["Embedding"] = Embedding.EmbeddingOperation.Read,
        ["Flatten"] = _ => new Flatten.FlattenOperation(),
        ["Gelu"] = Gelu.GeluOperation.Read,
        ["GlobalAvgPool"] = _ => new GlobalAvgPool.GlobalAvgPoolOperation(Window.One),
        ["GlobalMaxPool"] = _ => new GlobalMaxPool.GlobalMaxPoolOperation(Window.One),
        ["Gram"] = _ => new Gram.GramOperation(),
        ["HardSigmoid"] = _ => new HardSigmoid.HardSigmoidOperation(),
        ["HardSwish"] = _ => new HardSwish.HardSwishOperation(),
        ["InstanceNorm"] = InstanceNorm.InstanceNormOperation.Read,
        ["L2Normalize"] = L2Normalize.L2NormalizeOperation.Read,
        ["LayerNorm"] = LayerNorm.LayerNormOperation.Read,
        ["LeakyRelu"] = LeakyRelu.LeakyReluOperation.Read,
        ["LocalResponseNorm"] = LocalResponseNorm.LocalResponseNormOperation.Read,
        ["LocallyConnected"] = LocallyConnected.LocallyConnectedOperation.Read,
        ["LogSoftmax"] = _ => new LogSoftmax.LogSoftmaxOperation(),
        ["Lstm"] = Lstm.LstmOperation.Read,
        ["MaxPool"] = MaxPool.MaxPoolOperation.Read,
        ["Mish"] = _ => new Mish.MishOperation(),
        ["Multiply"] = Multiply.MultiplyOperation.Read,
        ["Normalize"] = Normalize.NormalizeOperation.Read,
        ["PRelu"] = PRelu.PReluOperation.Read,
        ["Pad"] = Pad.PadOperation.Read,
        ["RadialBasis"] = RadialBasis.RadialBasisOperation.Read,
        ["Relu"] = _ => new Relu.ReluOperation(),
        ["Relu6"] = _ => new Relu6.Relu6Operation(),
        ["Reshape"] = Reshape.ReshapeOperation.Read,
        ["RoiAlign"] = RoiAlign.RoiAlignOperation.Read,
        ["RoiPool"] = RoiPool.RoiPoolOperation.Read,
        ["Scale"] = Scale.ScaleConstantOperation.Read,
        ["ScaledTanh"] = ScaledTanh.ScaledTanhOperation.Read,
        ["Selu"] = _ => new Selu.SeluOperation(),
        ["Sigmoid"] = _ => new Sigmoid.SigmoidOperation(),
        ["Slice"] = Slice.SliceOperation.Read,
        ["Softmax"] = _ => new Softmax.SoftmaxOperation(),
        ["Softplus"] = _ => new Softplus.SoftplusOperation(),
        ["SpaceToDepth"] = SpaceToDepth.SpaceToDepthOperation.Read,
        ["Swish"] = _ => new Swish.SwishOperation(),
        ["Tanh"] = _ => new Tanh.TanhOperation(),
        ["Upsample"] = Upsample.UpsampleOperation.Read,
    };

    /// <summary>The attributes' names, sorted.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. s_layers.Keys.OrderBy(kind => kind, StringComparer.Ordinal)];

    public static bool IsLayer(string kind) => s_layers.ContainsKey(kind);

    public static Operation Read(LayerArguments arguments) => s_layers[arguments.Kind](arguments);
}
