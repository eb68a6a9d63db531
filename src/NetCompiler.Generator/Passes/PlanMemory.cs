using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>Floats of working memory, and how many nodes at the front run image by image.</summary>
/// <param name="ArenaLength">Per image (training), or for the one image at work (inference).</param>
/// <param name="BatchArenaLength">Per image of a batched prediction.</param>
/// <param name="ImageNodes">Nodes before this index run for one image after the other; the rest for the whole batch.</param>
internal sealed record MemoryPlan(int ArenaLength, int BatchArenaLength, int ImageNodes);

/// <summary>
/// Gives every value a place in working memory, so that values that are never needed at the same time may share it: largest first, each at the
/// lowest place where it does not meet a value that lives at the same time.
/// </summary>
internal static class PlanMemory
{
    /// <summary>
    /// In training every image has an arena of its own, so image loops and batch loops may follow each other in any order. In inference
    /// convolutions share one, which stays in the cache, and only what crosses into the part that runs for the whole batch is kept per image.
    /// </summary>
    public static MemoryPlan Run(NetworkGraph graph, bool training)
    {
        Dictionary<Value, Storage> storages = Storage.Of(graph);
        int imageNodes = training ? graph.Nodes.Count : graph.Nodes.FindLastIndex(NeedsOneImageAtATime) + 1;
        var lives = new Dictionary<Value, (int First, int Last)>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            IEnumerable<Value> touched = node.Inputs.Append(node.Operation is ZeroBorderOperation zero ? zero.Target : node.Output);
            foreach (Value root in touched.Where(value => value.Shape.Length > 0).Select(value => storages[value].Root))
                lives[root] = lives.TryGetValue(root, out (int First, int Last) life) ? (life.First, i) : (i, i);
        }

        // Until the loss is known every activation is kept: if it is not finite, the first layer that went wrong is found among them.
        int forwardEnd = graph.Nodes.FindIndex(node => node.Operation is LoadGradientOperation);
        foreach (Node node in graph.Nodes.Take(Math.Max(0, forwardEnd)).Where(node => node.Layer >= 0 && node.Output.Shape.Length > 0))
        {
            Value root = storages[node.Output].Root;
            lives[root] = (lives[root].First, Math.Max(lives[root].Last, forwardEnd));
        }

        int offset = 0;
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            graph.Inputs[i].Placement = new Placement(Region.Input, offset, i);
            offset += (int)graph.Inputs[i].Shape.Length;
        }

        offset = 0;
        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            Output output = graph.Outputs[i];
            output.Value.Placement = new Placement(Region.Output, offset, i);
            if (output.Gradient is not null)
                output.Gradient.Placement = new Placement(Region.OutputGradient, offset, i);
            offset += (int)output.Value.Shape.Length;
        }

        int arena = Place(lives.Where(pair => pair.Key.Placement is null && (training || pair.Value.Last < imageNodes)), Region.Arena);
        int batch = Place(lives.Where(pair => pair.Key.Placement is null), Region.BatchArena);
        foreach (Node node in graph.Nodes)
        {
            if (node.Output.Shape.Length == 0)
                continue;
            (Value root, int channel) = storages[node.Output];
            node.Output.Placement = root.Placement! with { Offset = root.Placement.Offset + (channel / Layout.BlockSize * root.Layout!.BlockStride) };
        }

        return new MemoryPlan(Spread(arena), Spread(batch), imageNodes);
    }

    private static bool NeedsOneImageAtATime(Node node) =>
        node.Operation.EndsImages || (node.Output.Layout is { } layout && layout.Shape.Height * layout.Shape.Width > 1);

    private static int Place(IEnumerable<KeyValuePair<Value, (int First, int Last)>> values, Region region)
    {
        var placed = new List<(int Start, int End, int First, int Last)>();
        foreach (KeyValuePair<Value, (int First, int Last)> pair in values.OrderByDescending(pair => pair.Key.Layout!.Length).ThenBy(pair => pair.Value.First).ToList())
        {
            (Value value, (int first, int last)) = (pair.Key, pair.Value);
            int start = 0;
            foreach ((int otherStart, int otherEnd, _, _) in placed.Where(other => other.First <= last && first <= other.Last).OrderBy(other => other.Start))
            {
                if (start + value.Layout!.Length <= otherStart)
                    break;
                start = Math.Max(start, otherEnd);
            }

            placed.Add((start, start + value.Layout!.Length, first, last));
            value.Placement = new Placement(region, start);
        }

        return placed.Count == 0 ? 0 : placed.Max(place => place.End);
    }

    /// <summary>Images a multiple of 4 KiB apart would compete for the same lines of the cache; an odd number of lines keeps them apart.</summary>
    private static int Spread(int length) => length > 0 && length / Layout.BlockSize % 2 == 0 ? length + Layout.BlockSize : length;
}
