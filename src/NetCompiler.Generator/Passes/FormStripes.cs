using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Passes;

/// <summary>
/// Finds maps that two kernels can compute and read in turns, a stripe of rows at a time. Such a map never leaves the cache, and takes the memory of a stripe:
/// the expanded maps of inverted residual blocks, which are the largest of their networks.
/// </summary>
internal static class FormStripes
{
    public static void Run(NetworkGraph graph, StripeLimits limits)
    {
        Dictionary<Value, Storage> storages = Storage.Of(graph);
        ILookup<Value, Value> inMemoryOf = storages.ToLookup(pair => pair.Value.Root, pair => pair.Key);
        foreach (Node reader in graph.Nodes.ToList())
        {
            if (reader.Operation.ReadsStripes(reader) is not { } window || reader.IsSummand(0))
                continue;
            Value map = reader.Inputs[0];
            Node? writer = graph.Nodes.Find(node => node.Output == map);
            if (writer is null || !writer.Operation.WritesStripes(writer) || graph.IsOutput(map) || inMemoryOf[map].Count() != 1
                || graph.Nodes.Sum(node => node.Inputs.Count(input => input == map)) != 1
                || map.Layout!.Length * (long)sizeof(float) < limits.MapBytes
                || writer.Parameters[0].Length * sizeof(float) > limits.WeightBytes
                || Stripes.Choose(window, map.Layout, reader.Output.Shape.Height, limits.HeldBytes) is not { } stripes)
            {
                continue;
            }

            map.Layout = map.Layout with { HeldRows = stripes.HeldRows };
            graph.Nodes.Remove(writer);
            graph.Nodes.Insert(graph.Nodes.IndexOf(reader), writer);
        }
    }
}
