using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference;

/// <summary>A network as a list of layers: writes its own declaration in C#, and computes what the compiled one should.</summary>
public sealed class ReferenceNetwork
{
    private readonly IReadOnlyList<int>[] _sources;
    private readonly int[] _firstWeights;
    private readonly long[] _multiplyAdds;

    public ReferenceNetwork(string name, int[] inputShape, params IReadOnlyList<ReferenceLayer> layers)
    {
        (Name, InputShape, Layers) = (name, inputShape, layers);
        _sources = new IReadOnlyList<int>[layers.Count];
        _firstWeights = new int[layers.Count];
        _multiplyAdds = new long[layers.Count];
        var names = new List<string>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var shapes = new List<int[]>();
        var weights = new List<(string, int[])>();
        for (int i = 0; i < layers.Count; i++)
        {
            ReferenceLayer layer = layers[i];
            if (layer.Name is null)
                numbers[layer.NamePrefix] = numbers.GetValueOrDefault(layer.NamePrefix) + 1;
            names.Add(layer.Name ?? $"{layer.NamePrefix}{numbers[layer.NamePrefix]}");
            int previous = i - 1;
            _sources[i] = [.. (layer.Sources ?? ["previous"]).Select(from => from == "previous" ? layer.From ?? from : from).Select(from => from switch { "previous" => previous, "input" => -1, _ => names.IndexOf(from) })];
            int[][] inputs = [.. _sources[i].Select(source => source < 0 ? inputShape : shapes[source])];
            _firstWeights[i] = weights.Count;
            weights.AddRange(layer.WeightShapes(inputs[0]).Select(weight => ($"{names[i]}.{weight.Suffix}", weight.Shape)));
            shapes.Add(layer.OutputShape(inputs));
            _multiplyAdds[i] = layer.MultiplyAdds(inputs[0], shapes[i]);
        }

        (LayerNames, Shapes, WeightShapes) = (names, shapes, weights);
    }

    /// <summary>The class's name.</summary>
    public string Name { get; }

    public int[] InputShape { get; }

    public IReadOnlyList<ReferenceLayer> Layers { get; }

    /// <summary>Whether the declaration asks for errors no larger than those of plain sums.</summary>
    public bool StrictAccuracy { get; init; }

    /// <summary>Given names and numbered ones.</summary>
    public IReadOnlyList<string> LayerNames { get; }

    /// <summary>The output shape of each layer.</summary>
    public IReadOnlyList<int[]> Shapes { get; }

    /// <summary>The weights' names and shapes in the order of the layers.</summary>
    public IReadOnlyList<(string Name, int[] Shape)> WeightShapes { get; }

    public int[] OutputShape => Shapes[^1];

    /// <summary>Multiply-adds of one image, in layers that lead to the output.</summary>
    public long MultiplyAdds => _multiplyAdds.Where((_, layer) => IsRead(layer)).Sum();

    /// <summary>Whether the last layer is a softmax: training leaves it out.</summary>
    public bool EndsInSoftmax => Layers[^1] is SoftmaxReference;

    /// <summary>The declaration in C#, one layer per line.</summary>
    public string ToSource(string modifiers = "public partial", bool training = true, string members = ";")
    {
        string arguments = string.Join(", ", InputShape) + (training ? "" : ", Training = false") + (StrictAccuracy ? ", StrictAccuracy = true" : "");
        return $"[Network({arguments})]\n" + string.Concat(Layers.Select(layer => $"[{layer.ToAttribute()}]\n")) + $"{modifiers} class {Name}{members}\n";
    }

    /// <summary>The network that training sees: without a softmax at the end, with the given dropout masks (one per dropout layer).</summary>
    public ReferenceNetwork ForTraining(IReadOnlyList<Tensor>? dropoutMasks = null)
    {
        int mask = 0;
        return new ReferenceNetwork(Name, InputShape, [.. Layers.Select((layer, index) => layer switch
        {
            SoftmaxReference when index == Layers.Count - 1 => new FlattenReference(),   // of a vector: the identity
            DropoutReference dropout when dropoutMasks is not null => dropout with { Mask = dropoutMasks[mask++] },
            _ => layer,
        })]);
    }

    /// <summary>The first layers as a network of their own.</summary>
    public ReferenceNetwork Prefix(int layers) => new($"{Name}Prefix{layers}", InputShape, [.. Layers.Take(layers)]);

    /// <summary>Weights that keep values near unit scale through the layers; the same for the same seed.</summary>
    public IReadOnlyList<Tensor> RandomWeights(ulong seed)
    {
        var random = new RandomValues(seed);
        return [.. WeightShapes.Select((weight, i) => LayerOf(i).Draw(Suffix(weight.Name), weight.Shape, random))];
    }

    /// <summary>An input that the first layer can read.</summary>
    public Tensor DrawInput(RandomValues random) => Layers[0].DrawInput(InputShape, random);

    /// <summary>Whether training computes a gradient for a tensor of weights, or statistics in its place.</summary>
    public bool HasGradient(int weight) => LayerOf(weight).HasGradient(Suffix(WeightShapes[weight].Name));

    /// <summary>Whether training changes a tensor of weights by its gradient.</summary>
    public bool IsTrainable(int weight) => LayerOf(weight).IsTrainable(Suffix(WeightShapes[weight].Name));

    private ReferenceLayer LayerOf(int weight) => Layers[LayerNames.ToList().IndexOf(WeightShapes[weight].Name[..WeightShapes[weight].Name.LastIndexOf('.')])];

    private static string Suffix(string name) => name[(name.LastIndexOf('.') + 1)..];

    /// <summary>The outputs of all layers.</summary>
    public IReadOnlyList<Tensor> Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var outputs = new List<Tensor>();
        for (int i = 0; i < Layers.Count; i++)
            outputs.Add(Layers[i].Forward(InputsOf(i, input, outputs), WeightsOf(i, weights)));
        return outputs;
    }

    /// <summary>The output of the last layer.</summary>
    public Tensor Output(Tensor input, IReadOnlyList<Tensor> weights) => Forward(input, weights)[^1];

    /// <summary>Whether a layer's output reaches the network's, and a gradient comes back.</summary>
    public bool IsRead(int layer)
    {
        var read = new bool[Layers.Count];
        read[^1] = true;
        for (int i = Layers.Count - 1; i >= 0; i--)
        {
            if (read[i])
            {
                foreach (int source in _sources[i].Where((source, input) => source >= 0 && Layers[i].PassesGradient(input)))
                    read[source] = true;
            }
        }

        return read[layer];
    }

    /// <summary>Gradients of <paramref name="outputGradient"/> · output: with respect to the input, and added to <paramref name="weightGradients"/>.</summary>
    public Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        IReadOnlyList<Tensor> outputs = Forward(input, weights);
        var inputGradient = new Tensor(InputShape);
        Tensor[] gradients = [.. Shapes.Select(shape => new Tensor(shape))];
        gradients[^1].Add(outputGradient);
        for (int i = Layers.Count - 1; i >= 0; i--)
        {
            IReadOnlyList<Tensor> inputGradients = Layers[i].Backward(InputsOf(i, input, outputs), WeightsOf(i, weights), gradients[i], WeightsOf(i, weightGradients));
            foreach ((int source, Tensor gradient) in _sources[i].Zip(inputGradients))
                (source < 0 ? inputGradient : gradients[source]).Add(gradient);
        }

        return inputGradient;
    }

    /// <summary>Whether an item's result in training depends on the other items of its batch.</summary>
    public bool DependsOnBatch => Layers.Any(layer => layer.DependsOnBatch);

    /// <summary>What training computes of a batch: each item's output, and the gradients of the weights summed over the batch.</summary>
    public (IReadOnlyList<Tensor> Outputs, IReadOnlyList<Tensor> Gradients) TrainBatch(
        IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> weights, IReadOnlyList<Tensor> outputGradients)
    {
        var outputs = new List<IReadOnlyList<Tensor>>();
        IReadOnlyList<IReadOnlyList<Tensor>> InputsOf(int layer) =>
            [.. Enumerable.Range(0, inputs.Count).Select(item => (IReadOnlyList<Tensor>)[.. _sources[layer].Select(source => source < 0 ? inputs[item] : outputs[source][item])])];
        for (int i = 0; i < Layers.Count; i++)
            outputs.Add(Layers[i].ForwardBatch(InputsOf(i), WeightsOf(i, weights)));

        IReadOnlyList<Tensor> weightGradients = NewGradients();
        Tensor[][] gradients = [.. Shapes.Select(shape => inputs.Select(_ => new Tensor(shape)).ToArray())];
        for (int item = 0; item < inputs.Count; item++)
            gradients[^1][item].Add(outputGradients[item]);
        for (int i = Layers.Count - 1; i >= 0; i--)
        {
            IReadOnlyList<IReadOnlyList<Tensor>> inputGradients = Layers[i].BackwardBatch(InputsOf(i), WeightsOf(i, weights), gradients[i], WeightsOf(i, weightGradients));
            for (int item = 0; item < inputs.Count; item++)
            {
                foreach ((int source, Tensor gradient) in _sources[i].Zip(inputGradients[item]).Where(pair => pair.First >= 0))
                    gradients[source][item].Add(gradient);
            }
        }

        return (outputs[^1], weightGradients);
    }

    /// <summary>Zeros in the shapes of the weights.</summary>
    public IReadOnlyList<Tensor> NewGradients() => [.. WeightShapes.Select(weight => new Tensor(weight.Shape))];

    public override string ToString() => ToSource().ReplaceLineEndings(" ");

    private IReadOnlyList<Tensor> InputsOf(int layer, Tensor input, IReadOnlyList<Tensor> outputs) =>
        [.. _sources[layer].Select(source => source < 0 ? input : outputs[source])];

    private IReadOnlyList<Tensor> WeightsOf(int layer, IReadOnlyList<Tensor> weights)
    {
        int end = layer + 1 < Layers.Count ? _firstWeights[layer + 1] : WeightShapes.Count;
        return [.. weights.Skip(_firstWeights[layer]).Take(end - _firstWeights[layer])];
    }
}
