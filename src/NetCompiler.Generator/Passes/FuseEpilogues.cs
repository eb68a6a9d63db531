using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>Moves operations into the kernel that produces their input, where nothing else reads that input and the kernel can take them.</summary>
internal static class FuseEpilogues
{
    public static void All(NetworkGraph graph) => Run(graph, _ => true);

    /// <summary>Only what leaves its result as all that gradients need.</summary>
    public static void Activations(NetworkGraph graph) => Run(graph, operation => operation.GradientFromOutput is not null);

    private static void Run(NetworkGraph graph, Func<Operation, bool> allowed)
    {
        // Last one first: of two kernels whose results are added, the later one adds, because the other's result is there by then.
        foreach (Node node in Enumerable.Reverse(graph.Nodes).ToList())
        {
            while (OnlyConsumer(graph, node.Output) is { Parameters.Count: 0 } next
                && (next is { Inputs.Count: 1, Epilogue.Count: 0 } || IsSumOfTwo(next))
                && allowed(next.Operation)
                && node.Operation.CanFuse(node, next.Operation))
            {
                // What is added must be there when the kernel runs, so the kernel runs where the sum did.
                if (next.Inputs.Count > 1)
                    (graph.Nodes[graph.Nodes.IndexOf(node)], graph.Nodes[graph.Nodes.IndexOf(next)]) = (next, node);
                graph.Nodes.Remove(next);
                node.Inputs.AddRange(next.Inputs.Where(input => input != node.Output));
                node.Epilogue.Add(next.Operation);
                node.Epilogue.AddRange(next.Epilogue);
                node.Output = next.Output;
            }
        }
    }

    private static bool IsSumOfTwo(Node node) => node is { Operation.AddsSummand: true, Inputs.Count: 2 } && node.Inputs[0] != node.Inputs[1];

    private static Node? OnlyConsumer(NetworkGraph graph, Value value)
    {
        if (graph.IsOutput(value))
            return null;
        List<Node> consumers = [.. graph.ConsumersOf(value)];
        return consumers.Count == 1 ? consumers[0] : null;
    }
}
