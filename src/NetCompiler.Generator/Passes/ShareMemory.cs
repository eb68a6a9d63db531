using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>Finds values that need no memory of their own: parts of others, and results that may overwrite what they are computed from.</summary>
internal static class ShareMemory
{
    /// <summary>
    /// Values that are put side by side are written there by what produces them, and channels that are cut out are read where they are, if they start
    /// a block of 16. The channels behind a part that ends within a block are copied, after the part was written.
    /// </summary>
    public static void Parts(NetworkGraph graph)
    {
        Dictionary<Value, Node> producers = graph.Nodes.ToDictionary(node => node.Output);
        foreach (Node node in graph.Nodes.Where(node => !graph.IsOutput(node.Output)))
        {
            if (node.Operation.ChannelInInput(node) is { } first && StartsBlock(first) && HasOwnLayout(node.Inputs[0]))
                node.Output.PartOf = new Part(node.Inputs[0], first);
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                Value input = node.Inputs[i];
                if (node.Operation.ChannelOfInput(node, i) is { } channel && StartsBlock(channel)
                    && input.PartOf is null && HasOwnLayout(input) && !graph.IsOutput(input) && producers[input].InPlaceOf < 0)
                {
                    input.PartOf = new Part(node.Output, channel);
                }
            }
        }

        // A flattened image keeps the image's order, and what is computed of it value by value does too: its features are no channels.
        bool HasOwnLayout(Value value) => producers.TryGetValue(value, out Node? producer) && !(value.Shape.IsFlat && (producer.Operation.IsView || producer.Operation.KeepsLayout));
    }

    private static bool StartsBlock(int channel) => channel % Layout.BlockSize == 0;

    /// <summary>A result takes over the memory of an input that nothing reads afterwards, where both lie alike.</summary>
    public static void InPlace(NetworkGraph graph)
    {
        Dictionary<Value, Storage> storages = Storage.Of(graph);
        var lastReads = new Dictionary<Value, int>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (Value input in graph.Nodes[i].Inputs)
                lastReads[storages[input].Root] = i;
        }

        var callers = new HashSet<Value>(graph.Inputs.Concat(graph.Outputs.Select(output => output.Value)));
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (storages[node.Output].Root != node.Output || callers.Contains(node.Output))
                continue;
            int input = node.Inputs.FindIndex(value => storages[value].Root is var root
                && !callers.Contains(root)
                && lastReads[root] == i
                && value.Layout == node.Output.Layout
                && node.Inputs.Count(other => storages[other].Root == root) == 1
                && node.Operation.CanOverwrite(node, node.Inputs.IndexOf(value)));
            if (input < 0)
                continue;
            node.Overwrites = input;
            Value taken = storages[node.Inputs[input]].Root;
            if (lastReads.TryGetValue(node.Output, out int last))
                lastReads[taken] = last;
            storages = Storage.Of(graph);
        }
    }
}
