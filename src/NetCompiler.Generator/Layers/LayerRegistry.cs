using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers;

/// <summary>Every layer: the attribute's name and what reads its arguments. A new layer is one row here and one folder beside this file.</summary>
internal static class LayerRegistry
{
    private static readonly Dictionary<string, Func<LayerArguments, Operation>> s_layers = new(StringComparer.Ordinal)
    {
        ["Add"] = Add.AddOperation.Read,
        ["AvgPool"] = AvgPool.AvgPoolOperation.Read,
        ["BatchNorm"] = BatchNorm.BatchNormOperation.Read,
        ["Concat"] = Concat.ConcatOperation.Read,
        ["Conv"] = Conv.ConvOperation.Read,
        ["Dense"] = Dense.DenseOperation.Read,
        ["Dropout"] = Dropout.DropoutOperation.Read,
        ["Embedding"] = Embedding.EmbeddingOperation.Read,
        ["Flatten"] = _ => new Flatten.FlattenOperation(),
        ["Gram"] = _ => new Gram.GramOperation(),
        ["LeakyRelu"] = LeakyRelu.LeakyReluOperation.Read,
        ["Lstm"] = Lstm.LstmOperation.Read,
        ["MaxPool"] = MaxPool.MaxPoolOperation.Read,
        ["Multiply"] = Multiply.MultiplyOperation.Read,
        ["Normalize"] = Normalize.NormalizeOperation.Read,
        ["Pad"] = Pad.PadOperation.Read,
        ["Relu"] = _ => new Relu.ReluOperation(),
        ["RoiAlign"] = RoiAlign.RoiAlignOperation.Read,
        ["RoiPool"] = RoiPool.RoiPoolOperation.Read,
        ["Sigmoid"] = _ => new Sigmoid.SigmoidOperation(),
        ["Softmax"] = _ => new Softmax.SoftmaxOperation(),
        ["Tanh"] = _ => new Tanh.TanhOperation(),
    };

    /// <summary>The attributes' names, sorted.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. s_layers.Keys.OrderBy(kind => kind, StringComparer.Ordinal)];

    public static bool IsLayer(string kind) => s_layers.ContainsKey(kind);

    public static Operation Read(LayerArguments arguments) => s_layers[arguments.Kind](arguments);
}
