using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>
/// Near the input, where an image has few channels, planes waste less than blocks of 16: a layer that gains by it stores planes if everything that
/// reads its result can read them.
/// </summary>
internal static class ChoosePlanes
{
    public static void Run(NetworkGraph graph)
    {
        var planar = new HashSet<Value>(graph.Inputs);
        var callers = new HashSet<Value>(graph.Inputs);
        foreach (Node node in graph.Nodes)
        {
            if (node.Inputs.Count != 1)
                continue;
            Value input = node.Inputs[0];
            if (node.Operation.IsView && callers.Contains(input))
                callers.Add(node.Output);
            if (node.Operation.KeepsLayout && planar.Contains(input))
                planar.Add(node.Output);

            // The caller's memory ends with the image, so registers must not be loaded across its rows' ends.
            node.StoresPlanes = planar.Contains(input) && !callers.Contains(input)
                && node.Operation.PrefersPlanes(node)
                && !graph.IsOutput(node.Output)
                && graph.ConsumersOf(node.Output).All(consumer => consumer.Operation.ReadsPlanar && consumer.Summand != node.Output && !consumer.Operation.IsView && consumer.Operation.InputBorder(consumer, 0).IsNone);
            if (node.StoresPlanes)
                planar.Add(node.Output);
        }
    }
}
