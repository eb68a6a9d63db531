using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>Lets layers that look at a whole batch insert what they must know before they run image by image.</summary>
internal static class PrepareBatchStatistics
{
    public static void Run(NetworkGraph graph)
    {
        foreach (Node node in graph.Nodes.ToList())
            node.Operation.PrepareTraining(graph, node);
    }
}
