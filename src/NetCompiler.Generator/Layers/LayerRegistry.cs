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
        ["ConvTranspose"] = ConvTranspose.ConvTransposeOperation.Read,
        ["Dense"] = Dense.DenseOperation.Read,
        ["DepthwiseConv"] = Conv.ConvOperation.ReadDepthwise,
        ["Dropout"] = Dropout.DropoutOperation.Read,
        ["Flatten"] = _ => new Flatten.FlattenOperation(),
        ["LeakyRelu"] = LeakyRelu.LeakyReluOperation.Read,
        ["LocallyConnected"] = LocallyConnected.LocallyConnectedOperation.Read,
        ["MaxPool"] = MaxPool.MaxPoolOperation.Read,
        ["Normalize"] = Normalize.NormalizeOperation.Read,
        ["Pad"] = Pad.PadOperation.Read,
        ["Relu"] = _ => new Relu.ReluOperation(),
        ["Sigmoid"] = _ => new Sigmoid.SigmoidOperation(),
        ["Softmax"] = _ => new Softmax.SoftmaxOperation(),
        ["Tanh"] = _ => new Tanh.TanhOperation(),
    };

    /// <summary>The attributes' names, sorted.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. s_layers.Keys.OrderBy(kind => kind, StringComparer.Ordinal)];

    public static bool IsLayer(string kind) => s_layers.ContainsKey(kind);

    public static Operation Read(LayerArguments arguments) => s_layers[arguments.Kind](arguments);
}
