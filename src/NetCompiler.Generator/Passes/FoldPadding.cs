using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>Makes a layer that only adds zeros part of the padding of the layers that read it, if all of them can take it.</summary>
internal static class FoldPadding
{
    public static void Run(NetworkGraph graph)
    {
        // Last one first, so that of two in a row both end in the convolution.
        foreach (Node node in Enumerable.Reverse(graph.Nodes).ToList())
        {
            if (node.Operation.AddsZeros is not { } border || graph.IsOutput(node.Output))
                continue;
            List<Node> consumers = [.. graph.ConsumersOf(node.Output)];
            if (consumers.Count == 0 || consumers.Any(consumer => consumer.Operation.WithPadding(border) is null))
                continue;
            foreach (Node consumer in consumers)
                consumer.Operation = consumer.Operation.WithPadding(border)!;
            graph.Bypass(node);
        }
    }
}
