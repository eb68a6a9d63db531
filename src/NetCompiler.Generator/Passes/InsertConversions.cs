using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Flatten;

namespace NetCompiler.Generator.Passes;

/// <summary>Inserts the copies that make every value lie as its readers need it: no kernel converts behind the reader's back.</summary>
internal static class InsertConversions
{
    /// <summary>A flattened image keeps the image's order in memory; readers that need features side by side get a copy.</summary>
    public static void Vectors(NetworkGraph graph)
    {
        var images = new HashSet<Value>();
        foreach (Node node in graph.Nodes.ToList())
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (!node.Operation.ReadsPlainVector || !images.Contains(node.Inputs[i]))
                    continue;
                var vector = new Value($"{node.Name}_vector{(i > 0 ? $"{i}" : "")}", node.Inputs[i].Shape);
                graph.Nodes.Insert(graph.Nodes.IndexOf(node), new Node { Name = node.Name, Layer = node.Layer, Operation = new ToVectorOperation(), Output = vector, Inputs = { node.Inputs[i] } });
                node.Inputs[i] = vector;
            }

            bool isImage = node.Inputs.Count > 0 && node.Operation.KeepsLayout && (images.Contains(node.Inputs[0]) || (node.Output.Shape.IsFlat && !node.Inputs[0].Shape.IsFlat));
            if (isImage)
                images.Add(node.Output);
        }
    }

    /// <summary>
    /// The caller's input is planar, unaligned and without borders; readers that need otherwise read a copy. The caller's outputs are planar too.
    /// </summary>
    public static void InputAndOutput(NetworkGraph graph)
    {
        var planar = new HashSet<Value>(graph.Inputs);
        var callers = new HashSet<Value>(graph.Inputs);
        foreach (Node node in graph.Nodes.ToList())
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                Value input = node.Inputs[i];
                bool blocks = planar.Contains(input) && (!node.Operation.ReadsPlanar || node.IsSummand(i));
                bool border = callers.Contains(input) && !node.Operation.InputBorder(node, i).IsNone;
                if (blocks || border)
                    node.Inputs[i] = Prepared(graph, node, input, planar: !blocks, planar);
            }

            if (node.StoresPlanes || (node.Inputs.Count > 0 && node.Operation.KeepsLayout && planar.Contains(node.Inputs[0])))
                planar.Add(node.Output);
            if (node.Inputs.Count > 0 && node.Operation.IsView && callers.Contains(node.Inputs[0]))
                callers.Add(node.Output);
        }

        foreach (Output output in graph.Outputs)
        {
            Value value = output.Value;
            Node? producer = graph.Nodes.FirstOrDefault(node => node.Output == value);
            if (producer is { Operation.WritesCallersMemory: true } && value.Shape.IsFlat && !graph.ConsumersOf(value).Any() && graph.Outputs.Count(other => other.Value == value) == 1)
                continue;
            var stored = new Value($"{output.Name}_output", value.Shape);
            int last = graph.Nodes.FindLastIndex(node => node.Output == value);
            graph.Nodes.Insert(last + 1, new Node { Name = output.Name, Operation = new StoreOutputOperation(), Output = stored, Inputs = { value } });
            output.Value = stored;
        }
    }

    /// <summary>One copy serves all readers with the same needs.</summary>
    private static Value Prepared(NetworkGraph graph, Node reader, Value input, bool planar, HashSet<Value> planarValues)
    {
        var operation = new PrepareInputOperation(planar);
        if (graph.Nodes.FirstOrDefault(node => node.Operation == operation && node.Inputs[0] == input) is { } existing)
            return existing.Output;
        var copy = new Value($"{input.Name}_{operation.Describe()}", input.Shape);
        graph.Nodes.Insert(graph.Nodes.IndexOf(reader), new Node { Name = input.Name, Operation = operation, Output = copy, Inputs = { input } });
        if (planar)
            planarValues.Add(copy);
        return copy;
    }

    /// <summary>Before the first write to memory with a border, the border is zeroed: once, however many values lie in that memory. Stripes bring theirs along.</summary>
    public static void Borders(NetworkGraph graph)
    {
        Dictionary<Value, Storage> storages = Storage.Of(graph);
        var zeroed = new HashSet<Value>();
        foreach (Node node in graph.Nodes.ToList())
        {
            Value root = storages[node.Output].Root;
            if (root.Layout is not { Border.IsNone: false, HeldRows: 0 } || !zeroed.Add(root))
                continue;
            var nothing = new Value($"{root.Name}_border", new Shape(0, 0, 0));
            // What two kernels do in turns is not interrupted.
            int index = graph.Nodes.IndexOf(node) - (node.Inputs.Exists(input => input.Layout!.HeldRows > 0) ? 1 : 0);
            graph.Nodes.Insert(index, new Node { Name = node.Name, Layer = node.Layer, Operation = new ZeroBorderOperation(root), Output = nothing });
        }
    }
}
