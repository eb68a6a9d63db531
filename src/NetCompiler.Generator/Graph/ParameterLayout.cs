namespace NetCompiler.Generator.Graph;

/// <summary>Gives every layer its weights, each with a place in the network's block of parameters: first all that training changes, then the rest.</summary>
internal sealed class ParameterLayout(NetworkGraph graph, List<Problem> problems)
{
    /// <summary>Weights of one tensor from which on a network is surely a mistake, such as a dense layer on a large image.</summary>
    private const long AbsurdLength = 1_000_000_000;

    /// <summary>Parameters are addressed with 32-bit numbers; each tensor starts a cache line.</summary>
    private const long MaximumParameters = int.MaxValue - 64;

    public void Run()
    {
        List<(Node Node, ParameterShape Shape)> all = [.. graph.Nodes.SelectMany(node => node.Operation.Parameters(node.Inputs[0].Shape).Select(shape => (node, shape)))];
        var offsets = new Dictionary<ParameterShape, int>();
        long end = 0;
        foreach ((Node node, ParameterShape shape) in all.OrderBy(pair => pair.Shape.IsTrainable ? 0 : 1))
        {
            long length = Graph.Shape.Product(shape.Dimensions);
            string title = $"{node.Operation.Kind} '{node.Name}'";
            if (length > MaximumParameters - end)
            {
                problems.Add(new Problem(Problems.SizeOverflow, node.Place.Layer, new([title, FormattableString.Invariant($"its {length} weights and those before it")])) { Inside = node.Place.Inside });
                return;
            }

            if (length >= AbsurdLength)
                problems.Add(new Problem(Problems.AbsurdSize, node.Place.Layer, new([title, FormattableString.Invariant($"{length}"), $"{node.Inputs[0].Shape}"])) { Inside = node.Place.Inside });
            offsets[shape] = (int)end;
            end += (length + 15) / 16 * 16;
        }

        foreach ((Node node, ParameterShape shape) in all)
        {
            var parameter = new Parameter(
                $"{node.Name}.{shape.Suffix}", shape.Dimensions, shape.Initializer ?? InitializerOf(node, shape), shape.FanIn, shape.FanOut, offsets[shape], shape.IsTrainable);
            node.Parameters.Add(parameter);
            graph.Parameters.Add(parameter);
        }
    }

    /// <summary>Biases start at zero; weights as suits the function that follows them.</summary>
    private string InitializerOf(Node node, ParameterShape shape)
    {
        if (shape.Suffix.StartsWith("bias", StringComparison.Ordinal))
            return "Zeros";
        Node? next = graph.Nodes.Find(consumer => consumer.Inputs.Contains(node.Output));
        while (next is { Operation: { IsTransparent: true, IsView: false } })
            next = graph.Nodes.Find(consumer => consumer.Inputs.Contains(next.Output));
        return next?.Operation.IsRectifier == true ? "HeNormal" : "GlorotUniform";
    }
}
