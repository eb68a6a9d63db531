using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Passes;

/// <summary>The passes, in the order in which they run. Each changes the graph in place; the graph prints after every one.</summary>
internal static class Pipeline
{
    private static (string Name, Action<NetworkGraph> Run)[] Inference(StripeLimits limits) =>
    [
        ("drop what only training needs: auxiliary outputs", DropLayers.AuxiliaryHeads),
        ("drop layers that only training needs", DropLayers.TrainingOnly),
        ("fold normalisation into the weights before it", FoldNormalization.Run),
        ("fold padding into convolutions", FoldPadding.Run),
        ("order features where a layer needs them side by side", InsertConversions.Vectors),
        ("fuse activations, sums and pools into the kernels before them", FuseEpilogues.All),
        ("keep maps of few channels in planes", ChoosePlanes.Run),
        ("convert at the borders of the network", InsertConversions.InputAndOutput),
        ("put parts where the whole has them", ShareMemory.Parts),
        ("assign layouts", AssignLayouts.Run),
        ("compute large maps in stripes", graph => FormStripes.Run(graph, limits)),
        ("compute in place", ShareMemory.InPlace),
        ("zero borders", InsertConversions.Borders),
    ];

    private static readonly (string Name, Action<NetworkGraph> Run)[] s_training =
    [
        ("drop a final softmax: the loss takes logits", DropLayers.FinalProbability),
        ("fold padding into convolutions", FoldPadding.Run),
        ("order features where a layer needs them side by side", InsertConversions.Vectors),
        ("fuse activations, whose gradients need only their results", FuseEpilogues.Activations),
        ("take statistics of the batch before layers that need them", PrepareBatchStatistics.Run),
        ("append the backward pass", Differentiation.Run),
        ("convert at the borders of the network", InsertConversions.InputAndOutput),
        ("assign layouts", AssignLayouts.Run),
        ("zero borders", InsertConversions.Borders),
    ];

    /// <param name="graph">Changed in place.</param>
    /// <param name="training">Which of the two lists runs.</param>
    /// <param name="log">Takes the name of each pass and the graph after it.</param>
    /// <param name="limits">What is computed in stripes; null for what was measured to be worth it.</param>
    public static void Run(NetworkGraph graph, bool training, Action<string, NetworkGraph>? log = null, StripeLimits? limits = null)
    {
        log?.Invoke("as declared", graph);
        foreach ((string name, Action<NetworkGraph> run) in training ? s_training : Inference(limits ?? StripeLimits.Default))
        {
            run(graph);
            log?.Invoke(name, graph);
        }
    }
}
