using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers;

/// <summary>Every layer: the attribute's name and what reads its arguments. A new layer is one row here and one folder beside this file.</summary>
internal static class LayerRegistry
{
    private static readonly Dictionary<string, Func<LayerArguments, Operation>> s_layers = new(StringComparer.Ordinal)
    {
        ["Add"] = Add.AddOperation.Read,
        ["AdaptiveAvgPool"] = AdaptiveAvgPool.AdaptiveAvgPoolOperation.Read,
        ["AvgPool"] = AvgPool.AvgPoolOperation.Read,
        ["BatchNorm"] = BatchNorm.BatchNormOperation.Read,
        ["Concat"] = Concat.ConcatOperation.Read,
        ["ChannelShuffle"] = ChannelShuffle.ChannelShuffleOperation.Read,
        ["Conv"] = Conv.ConvOperation.Read,
        ["Crop"] = Crop.CropOperation.Read,
        ["ConvTranspose"] = ConvTranspose.ConvTransposeOperation.Read,
        ["Dense"] = Dense.DenseOperation.Read,
        ["DepthwiseConv"] = Conv.ConvOperation.ReadDepthwise,
        ["Dropout"] = Dropout.DropoutOperation.Read,
        ["Elu"] = Elu.EluOperation.Read,
        ["Flatten"] = _ => new Flatten.FlattenOperation(),
        ["GlobalAvgPool"] = _ => new GlobalAvgPool.GlobalAvgPoolOperation(Window.One),
        ["GlobalMaxPool"] = _ => new GlobalMaxPool.GlobalMaxPoolOperation(Window.One),
        ["InstanceNorm"] = InstanceNorm.InstanceNormOperation.Read,
        ["L2Normalize"] = L2Normalize.L2NormalizeOperation.Read,
        ["LayerNorm"] = LayerNorm.LayerNormOperation.Read,
        ["LeakyRelu"] = LeakyRelu.LeakyReluOperation.Read,
        ["LocalResponseNorm"] = LocalResponseNorm.LocalResponseNormOperation.Read,
        ["LogSoftmax"] = _ => new LogSoftmax.LogSoftmaxOperation(),
        ["MaxPool"] = MaxPool.MaxPoolOperation.Read,
        ["Multiply"] = Multiply.MultiplyOperation.Read,
        ["Gelu"] = Gelu.GeluOperation.Read,
        ["HardSigmoid"] = _ => new HardSigmoid.HardSigmoidOperation(),
        ["HardSwish"] = _ => new HardSwish.HardSwishOperation(),
        ["LeakyRelu"] = LeakyRelu.LeakyReluOperation.Read,
        ["LocallyConnected"] = LocallyConnected.LocallyConnectedOperation.Read,
        ["MaxPool"] = MaxPool.MaxPoolOperation.Read,
        ["Mish"] = _ => new Mish.MishOperation(),
        ["Normalize"] = Normalize.NormalizeOperation.Read,
        ["PRelu"] = PRelu.PReluOperation.Read,
        ["Pad"] = Pad.PadOperation.Read,
        ["RadialBasis"] = RadialBasis.RadialBasisOperation.Read,
        ["Relu"] = _ => new Relu.ReluOperation(),
        ["Reshape"] = Reshape.ReshapeOperation.Read,
        ["Relu6"] = _ => new Relu6.Relu6Operation(),
        ["ScaledTanh"] = ScaledTanh.ScaledTanhOperation.Read,
        ["Scale"] = Scale.ScaleConstantOperation.Read,
        ["Sigmoid"] = _ => new Sigmoid.SigmoidOperation(),
        ["Slice"] = Slice.SliceOperation.Read,
        ["Softmax"] = _ => new Softmax.SoftmaxOperation(),
        ["SpaceToDepth"] = SpaceToDepth.SpaceToDepthOperation.Read,
        ["Softplus"] = _ => new Softplus.SoftplusOperation(),
        ["Swish"] = _ => new Swish.SwishOperation(),
        ["Tanh"] = _ => new Tanh.TanhOperation(),
        ["Upsample"] = Upsample.UpsampleOperation.Read,
    };

    /// <summary>The attributes' names, sorted.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. s_layers.Keys.OrderBy(kind => kind, StringComparer.Ordinal)];

    public static bool IsLayer(string kind) => s_layers.ContainsKey(kind);

    public static Operation Read(LayerArguments arguments) => s_layers[arguments.Kind](arguments);
}
