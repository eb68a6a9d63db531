using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>At inference a normalisation multiplies and adds per channel: the weights before it take that over, where nothing else reads their result.</summary>
internal static class FoldNormalization
{
    public static void Run(NetworkGraph graph)
    {
        foreach (Node node in graph.Nodes.ToList())
        {
            if (node.Operation.FoldableScale(node) is not { } scale
                || graph.Nodes.Find(producer => producer.Output == node.Inputs[0]) is not { Scale: null, Epilogue.Count: 0 } producer
                || !producer.Operation.FoldsScale(producer)
                || graph.IsOutput(producer.Output)
                || graph.ConsumersOf(producer.Output).Take(2).Count() > 1)
            {
                continue;
            }

            producer.Scale = scale;
            producer.Output = node.Output;
            graph.Nodes.Remove(node);
        }
    }
}
