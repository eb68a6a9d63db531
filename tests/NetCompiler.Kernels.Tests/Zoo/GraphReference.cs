using NetCompiler.Generator.Graph;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests.Zoo;

/// <summary>
/// A declared network in double precision: its structure is what the compiler's front end reads from the declaration, each layer's shapes and
/// arithmetic are the reference's.
/// </summary>
internal sealed class GraphReference
{
    /// <summary>
    /// Added to the biases of normalisations. Around zero every rectifier behind one folds the values, which in a deep network multiplies differences from layer
    /// to layer, rounding errors too: no single precision computes it well. Other biases are small, lest what the items differ in get lost among them.
    /// </summary>
    private const double OffsetOfNormalized = 1;

    private readonly NetworkGraph _graph;
    private readonly Dictionary<Node, ReferenceLayer> _layers = [];

    public GraphReference(NetworkGraph graph)
    {
        _graph = graph;
        foreach (Node node in graph.Nodes)
            _layers[node] = LayerOf(node);
    }

    /// <summary>Shapes of outputs and weights in the reference that differ from the compiler's; none if all is well.</summary>
    public IEnumerable<string> Differences()
    {
        foreach (Node node in _graph.Nodes)
        {
            int[] output = _layers[node].OutputShape([.. node.Inputs.Select(input => input.Shape.Dimensions)]);
            if (!output.SequenceEqual(node.Output.Shape.Dimensions))
                yield return $"{node.Name} has the shape {node.Output.Shape} instead of {string.Join('×', output)}";
            string[] weights = [.. WeightsOf(node).Select(weight => $"{weight.Name} {string.Join('×', weight.Shape)}")];
            string[] compiled = [.. node.Parameters.Select(parameter => $"{parameter.Name} {string.Join('×', parameter.Dimensions)}")];
            if (!weights.SequenceEqual(compiled))
                yield return $"{node.Name} has the weights [{string.Join(", ", compiled)}] instead of [{string.Join(", ", weights)}]";
        }
    }

    private IEnumerable<Value> Returned => _graph.Outputs.Where(output => !output.IsAuxiliary).Select(output => output.Value);

    /// <summary>In the order in which they run.</summary>
    public IEnumerable<ReferenceLayer> Layers => _graph.Nodes.Select(node => _layers[node]);

    /// <summary>Multiply-adds of one item, in layers that lead to an output.</summary>
    public long MultiplyAdds =>
        _graph.Nodes.Where(node => _graph.Reaching(Returned).Contains(node.Output)).Sum(node => _layers[node].MultiplyAdds(node.Inputs[0].Shape.Dimensions, node.Output.Shape.Dimensions));

    /// <summary>
    /// Computes the outputs of some items, and weights with which values keep near unit scale in a network of any depth: drawn at random, then, layer by
    /// layer as the items pass, brought to scale by a power of two; normalisations take over mean and variance of these items.
    /// </summary>
    /// <param name="items">For each item its inputs.</param>
    /// <param name="seed">Equal seeds give equal weights.</param>
    /// <returns>For each output of the network its value for each item, and the weights by their names.</returns>
    public (IReadOnlyList<Tensor[]> Outputs, IReadOnlyDictionary<string, Tensor> Weights) Calibrate(IReadOnlyList<Tensor[]> items, ulong seed)
    {
        var random = new RandomValues(seed);
        var weights = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var values = new Dictionary<Value, Tensor[]>();
        for (int i = 0; i < _graph.Inputs.Count; i++)
            values[_graph.Inputs[i]] = [.. items.Select(item => item[i])];
        HashSet<Value> read = _graph.Reaching(Returned);
        foreach (Node node in _graph.Nodes.Where(node => read.Contains(node.Output)))
        {
            ReferenceLayer layer = _layers[node];
            Tensor[][] inputs = [.. Enumerable.Range(0, items.Count).Select(item => node.Inputs.Select(input => values[input][item]).ToArray())];
            List<Tensor> own = [];
            foreach ((string name, string suffix, int[] shape) in WeightsOf(node))
            {
                Tensor drawn = layer.Draw(suffix, shape, random);
                own.Add(weights[name] = suffix != "bias" ? drawn : layer is BatchNormReference ? drawn.Map(value => value + OffsetOfNormalized) : drawn.Map(value => value / 8));
            }

            if (layer is BatchNormReference)
            {
                // Of fewer values some channel's are all but equal by chance, and what is left of them is rounding errors.
                int valuesPerChannel = items.Count * inputs[0][0].Length / inputs[0][0].Shape[0];
                Assert.True(valuesPerChannel >= 8, $"{node.Name} normalises {valuesPerChannel} values: the input is too small.");
                BatchNormReference.Calibrate(inputs, own);
            }

            var outputs = new Tensor[items.Count];
            Parallel.For(0, items.Count, item => outputs[item] = layer.Forward(inputs[item], own));
            if (layer.IsLinearInWeights)
                BringToUnitScale(own, outputs);
            values[node.Output] = outputs;
        }

        return ([.. Returned.Select(value => values[value])], weights);
    }

    /// <summary>Divides weights and outputs by the power of two nearest to the outputs' root mean square.</summary>
    private static void BringToUnitScale(List<Tensor> weights, Tensor[] outputs)
    {
        double meanSquare = outputs.Average(output => output.Values.Average(value => value * value));
        double factor = Math.Pow(2, -Math.Round(Math.Log2(meanSquare) / 2));
        foreach (double[] values in weights.Concat(outputs).Select(tensor => tensor.Values))
        {
            for (int i = 0; i < values.Length; i++)
                values[i] *= factor;
        }
    }

    private IEnumerable<(string Name, string Suffix, int[] Shape)> WeightsOf(Node node) =>
        _layers[node].WeightShapes(node.Inputs[0].Shape.Dimensions).Select(weight => ($"{node.Name}.{weight.Suffix}", weight.Suffix, weight.Shape));

    private static ReferenceLayer LayerOf(Node node)
    {
        var arguments = new NamedArguments(node.Declaration!.Arguments.Select(argument => (argument.Name, argument.Value)));
        int[] input = node.Inputs[0].Shape.Dimensions;

        // A convolution that pads with other values than zeros is two nodes.
        bool isBorder = node.Operation.Kind == "Pad" && node.Declaration.Kind != "Pad";
        return isBorder ? ReferenceReader.ReadPadding(arguments, input) : ReferenceReader.Read(node.Declaration.Kind, arguments, input);
    }
}
