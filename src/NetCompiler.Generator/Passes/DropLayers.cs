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

    /// <summary>Auxiliary outputs, and all layers that lead to no other.</summary>
    public static void AuxiliaryHeads(NetworkGraph graph)
    {
        graph.Outputs.RemoveAll(output => output.IsAuxiliary);
        HashSet<Value> read = graph.Reaching(graph.Outputs.Select(output => output.Value));
        graph.Nodes.RemoveAll(node => !read.Contains(node.Output));
    }

    /// <summary>A softmax that ends the network: cross-entropy takes logits, and softmax twice would be wrong without anyone noticing.</summary>
    public static void FinalProbability(NetworkGraph graph)
    {
        foreach (Node node in graph.Nodes.Where(node => node.Operation.IsProbability && graph.IsOutput(node.Output) && !graph.ConsumersOf(node.Output).Any()).ToList())
            graph.Bypass(node);
    }
}
