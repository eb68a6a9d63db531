using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Passes;

/// <summary>Floats of working memory, and how many nodes at the front run image by image.</summary>
/// <param name="Arena">Per image (training), or for the one image at work (inference).</param>
/// <param name="BatchArena">Per image of a batched prediction.</param>
/// <param name="ImageNodes">Nodes before this index run for one image after the other; the rest for the whole batch.</param>
internal sealed record MemoryPlan(RegionPlan Arena, RegionPlan BatchArena, int ImageNodes)
{
    public int ArenaLength => Arena.Length;

    public int BatchArenaLength => BatchArena.Length;
}

/// <summary>The floats of a kind of working memory.</summary>
/// <param name="Length">What the plan takes.</param>
/// <param name="Needed">What is needed at once, so that no plan takes less.</param>
internal sealed record RegionPlan(int Length, int Needed);

/// <summary>
/// Gives every value a place in working memory, so that values that are never needed at the same time may share it: in several orders each value
/// goes to the lowest place where it does not meet one that lives at the same time; the one that lies highest then goes first, and the shortest plan is kept.
/// </summary>
internal static class PlanMemory
{
    /// <summary>
    /// No order is the best for every network. The largest buffers first leave gaps that small ones fill; those that are needed long come first to be out
    /// of the others' way; in the order of their lives, a chain of layers alternates between two places.
    /// </summary>
    private static readonly Func<IEnumerable<Buffer>, IEnumerable<Buffer>>[] s_orders =
    [
        buffers => buffers.OrderByDescending(buffer => buffer.Length),
        buffers => buffers.OrderByDescending(buffer => (long)buffer.Length * (buffer.Last - buffer.First + 1)),
        buffers => buffers.OrderByDescending(buffer => buffer.Last - buffer.First).ThenByDescending(buffer => buffer.Length),
        buffers => buffers,
        buffers => buffers.OrderByDescending(buffer => buffer.Last),
    ];

    /// <summary>Plans per order: a chain of layers needs one or two.</summary>
    private const int Attempts = 8;

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

            // What two nodes do in turns, stripe by stripe, needs all that either touches as long as both.
            int first = node.Inputs.Exists(IsInStripes) ? i - 1 : i, last = IsInStripes(node.Output) ? i + 1 : i;
            foreach (Value root in touched.Where(value => value.Shape.Length > 0 && !IsInStripes(value)).Select(value => storages[value].Root))
                lives[root] = lives.TryGetValue(root, out (int First, int Last) life) ? (Math.Min(life.First, first), last) : (first, last);
        }

        // Its rows at a time are scratch of the thread that computes them.
        static bool IsInStripes(Value value) => value.Layout is { HeldRows: > 0 };

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

        RegionPlan arena = Place(lives.Where(pair => pair.Key.Placement is null && (training || pair.Value.Last < imageNodes)), Region.Arena);
        RegionPlan batch = Place(lives.Where(pair => pair.Key.Placement is null), Region.BatchArena);
        foreach (Node node in graph.Nodes)
        {
            if (node.Output.Shape.Length == 0)
                continue;
            if (IsInStripes(node.Output))
            {
                node.Output.Placement = new Placement(Region.Scratch, 0);
                continue;
            }

            (Value root, int channel) = storages[node.Output];
            node.Output.Placement = root.Placement! with { Offset = root.Placement.Offset + (channel / Layout.BlockSize * root.Layout!.BlockStride) };
        }

        return new MemoryPlan(arena, batch, imageNodes);
    }

    private static bool NeedsOneImageAtATime(Node node) =>
        node.Operation.EndsImages || (node.Output.Layout is { } layout && layout.Shape.Height * layout.Shape.Width > 1);

    private static RegionPlan Place(IEnumerable<KeyValuePair<Value, (int First, int Last)>> values, Region region)
    {
        List<Buffer> buffers = [.. values.Select(pair => new Buffer(pair.Key, pair.Key.Layout!.Length, pair.Value.First, pair.Value.Last)).OrderBy(buffer => buffer.First)];
        if (buffers.Count == 0)
            return new RegionPlan(0, 0);
        int needed = buffers.Select(buffer => buffers.Where(other => other.First <= buffer.First && buffer.First <= other.Last).Sum(other => other.Length)).Max();
        Dictionary<Buffer, int>? best = null;
        int length = int.MaxValue;
        foreach (Func<IEnumerable<Buffer>, IEnumerable<Buffer>> choose in s_orders)
        {
            List<Buffer> order = [.. choose(buffers)];
            for (int attempt = 0; attempt < Attempts && length > needed; attempt++)
            {
                Dictionary<Buffer, int> starts = Arrange(order);
                Buffer highest = order.OrderByDescending(buffer => starts[buffer] + buffer.Length).First();
                if (starts[highest] + highest.Length < length)
                    (best, length) = (starts, starts[highest] + highest.Length);
                order.Remove(highest);
                order.Insert(0, highest);
            }
        }

        foreach (KeyValuePair<Buffer, int> start in best!)
            start.Key.Value.Placement = new Placement(region, start.Value);
        return new RegionPlan(Spread(length), needed);
    }

    /// <summary>Where each buffer starts: at the lowest place where it does not meet one before it in the order that is needed at the same time.</summary>
    private static Dictionary<Buffer, int> Arrange(IEnumerable<Buffer> order)
    {
        var starts = new Dictionary<Buffer, int>();
        foreach (Buffer buffer in order)
        {
            int start = 0;
            foreach (KeyValuePair<Buffer, int> other in starts.Where(other => other.Key.First <= buffer.Last && buffer.First <= other.Key.Last).OrderBy(other => other.Value))
            {
                if (start + buffer.Length <= other.Value)
                    break;
                start = Math.Max(start, other.Value + other.Key.Length);
            }

            starts[buffer] = start;
        }

        return starts;
    }

    /// <summary>Images a multiple of 4 KiB apart would compete for the same lines of the cache; an odd number of lines keeps them apart.</summary>
    private static int Spread(int length) => length > 0 && length / Layout.BlockSize % 2 == 0 ? length + Layout.BlockSize : length;

    /// <summary>The memory of a value and of whatever shares it, from the first node that needs it to the last.</summary>
    private sealed class Buffer(Value value, int length, int first, int last)
    {
        public Value Value { get; } = value;

        public int Length { get; } = length;

        public int First { get; } = first;

        public int Last { get; } = last;
    }
}
