using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>Moves operations into the kernel that produces their input, where nothing else reads that input and the kernel can take them.</summary>
internal static class FuseEpilogues
{
    public static void ActivationsAndPools(NetworkGraph graph) => Run(graph, _ => true);

    /// <summary>Only what leaves its result as all that gradients need.</summary>
    public static void Activations(NetworkGraph graph) => Run(graph, operation => operation.GradientFromOutput is not null);

    private static void Run(NetworkGraph graph, Func<Operation, bool> allowed)
    {
        foreach (Node node in graph.Nodes.ToList())
        {
            while (OnlyConsumer(graph, node.Output) is { Inputs.Count: 1, Parameters.Count: 0, Epilogue.Count: 0 } next
                && allowed(next.Operation)
                && node.Operation.CanFuse(node, next.Operation))
            {
                node.Epilogue.Add(next.Operation);
                node.Output = next.Output;
                graph.Nodes.Remove(next);
            }
        }
    }

    private static Node? OnlyConsumer(NetworkGraph graph, Value value)
    {
        if (graph.IsOutput(value))
            return null;
        List<Node> consumers = [.. graph.ConsumersOf(value)];
        return consumers.Count == 1 ? consumers[0] : null;
    }
}
