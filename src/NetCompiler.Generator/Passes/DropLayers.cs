using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>Removes layers that one of the two uses of a network does without.</summary>
internal static class DropLayers
{
    /// <summary>Dropout and the like.</summary>
    public static void TrainingOnly(NetworkGraph graph)
    {
        foreach (Node node in graph.Nodes.Where(node => node.Operation.IsIdentityAtInference).ToList())
            graph.Bypass(node);
    }

    /// <summary>A softmax that ends the network: cross-entropy takes logits, and softmax twice would be wrong without anyone noticing.</summary>
    public static void FinalProbability(NetworkGraph graph)
    {
        foreach (Node node in graph.Nodes.Where(node => node.Operation.IsProbability && graph.Outputs.Contains(node.Output) && !graph.ConsumersOf(node.Output).Any()).ToList())
            graph.Bypass(node);
    }
}
