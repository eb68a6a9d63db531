using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers;

/// <summary>Every layer: the attribute's name and what reads its arguments. A new layer is one row here and one folder beside this file.</summary>
internal static class LayerRegistry
{
    private static readonly Dictionary<string, Func<LayerArguments, Operation>> s_layers = new(StringComparer.Ordinal)
    {
        ["AvgPool"] = AvgPool.AvgPoolOperation.Read,
        ["Conv"] = Conv.ConvOperation.Read,
        ["Dense"] = Dense.DenseOperation.Read,
        ["Dropout"] = Dropout.DropoutOperation.Read,
        ["Elu"] = Elu.EluOperation.Read,
        ["Flatten"] = _ => new Flatten.FlattenOperation(),
        ["Gelu"] = Gelu.GeluOperation.Read,
        ["HardSigmoid"] = _ => new HardSigmoid.HardSigmoidOperation(),
        ["HardSwish"] = _ => new HardSwish.HardSwishOperation(),
        ["LeakyRelu"] = LeakyRelu.LeakyReluOperation.Read,
        ["MaxPool"] = MaxPool.MaxPoolOperation.Read,
        ["Mish"] = _ => new Mish.MishOperation(),
        ["Normalize"] = Normalize.NormalizeOperation.Read,
        ["PRelu"] = PRelu.PReluOperation.Read,
        ["Pad"] = Pad.PadOperation.Read,
        ["Relu"] = _ => new Relu.ReluOperation(),
        ["Relu6"] = _ => new Relu6.Relu6Operation(),
        ["ScaledTanh"] = ScaledTanh.ScaledTanhOperation.Read,
        ["Sigmoid"] = _ => new Sigmoid.SigmoidOperation(),
        ["Softmax"] = _ => new Softmax.SoftmaxOperation(),
        ["Softplus"] = _ => new Softplus.SoftplusOperation(),
        ["Swish"] = _ => new Swish.SwishOperation(),
        ["Tanh"] = _ => new Tanh.TanhOperation(),
    };

    /// <summary>The attributes' names, sorted.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. s_layers.Keys.OrderBy(kind => kind, StringComparer.Ordinal)];

    public static bool IsLayer(string kind) => s_layers.ContainsKey(kind);

    public static Operation Read(LayerArguments arguments) => s_layers[arguments.Kind](arguments);
}
