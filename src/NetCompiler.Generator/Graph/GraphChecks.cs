using NetCompiler.Generator.Frontend;

namespace NetCompiler.Generator.Graph;

/// <summary>What only the whole graph shows.</summary>
internal sealed class GraphChecks(NetworkDeclaration declaration, NetworkGraph graph, List<Problem> problems)
{
    public void Run()
    {
        HashSet<Value> read = [.. graph.Nodes.SelectMany(node => node.Inputs), .. graph.Outputs.Select(output => output.Value)];
        foreach (Node node in graph.Nodes.Where(node => !read.Contains(node.Output)))
            Report(node, Problems.Unused);

        foreach (Output output in graph.Outputs)
            CheckSoftmax(output.Value);

        foreach (Node node in graph.Nodes.Where(node => node.Operation.IndexLimit is not null && !graph.Inputs.Contains(node.Inputs[0])))
            Report(node, Problems.WrongRank, "an input of the network, whose indexes can be checked before they are used", $"'{node.Inputs[0].Name}' is computed");

        // An auxiliary output learns what the network learns.
        foreach (Output output in graph.Outputs.Where(output => output.IsAuxiliary))
        {
            Output main = graph.Outputs[0];
            if (output.Value.Shape.Length != graph.Outputs.Where(other => !other.IsAuxiliary).Sum(other => other.Value.Shape.Length) && graph.Nodes.Find(node => node.Output == output.Value) is { } node)
                Report(node, Problems.ShapesDiffer, $"the length of the network's output {main.Value.Shape} to be an auxiliary output, but has {output.Value.Shape}");
        }

        // Offsets of activations and of their gradients are 32-bit numbers of floats; channels come in blocks of 16.
        long total = graph.Nodes.Select(node => node.Output).Concat(graph.Inputs).Sum(PaddedLength);
        if (total > Shape.MaximumTotal)
            problems.Add(new Problem(Problems.SizeOverflow, -1, new([$"'{declaration.Name}'", "the memory of all its layers together"])));
    }

    private long PaddedLength(Value value)
    {
        Border border = graph.ConsumersOf(value).Aggregate(Border.None, (union, node) => union.Union(node.Operation.InputBorder(node, node.Inputs.IndexOf(value))));
        return Math.Min(value.Shape.BlockedLength(border), Shape.MaximumTotal + 1);
    }

    /// <summary>A softmax at the end is left out in training. Behind layers that change nothing about its values it would be kept, and a loss that takes logits would be given probabilities.</summary>
    private void CheckSoftmax(Value output)
    {
        Node? after = null;
        Node? node = graph.Nodes.Find(node => node.Output == output);
        while (node is not null && (node.Operation.IsProbability || node.Operation.IsView || node.Operation.IsIdentityAtInference))
        {
            if (node.Operation.IsProbability && after is not null)
            {
                Report(node, Problems.SoftmaxNotLast, $"{after.Operation.Kind} '{after.Name}'");
                return;
            }

            after = node;
            node = graph.Nodes.Find(producer => producer.Output == after.Inputs[0]);
        }
    }

    private void Report(Node node, string id, params string[] arguments) =>
        problems.Add(new Problem(id, node.Place.Layer, new([$"{node.Operation.Kind} '{node.Name}'", .. arguments])) { Inside = node.Place.Inside });
}
