namespace NetCompiler.Generator.Graph;

/// <summary>A network between declaration and code: nodes in an order in which they can run. Passes change it in place.</summary>
internal sealed class NetworkGraph
{
    public required Value Input { get; init; }

    public List<Node> Nodes { get; init; } = [];

    /// <summary>What the network returns, in the order of <c>Predict</c>.</summary>
    public List<Value> Outputs { get; init; } = [];

    /// <summary>The gradients of the loss with respect to the outputs that lead to weights; the training loop fills them.</summary>
    public List<Value> OutputGradients { get; } = [];

    /// <summary>All weights in the order of the layers.</summary>
    public List<Parameter> Parameters { get; init; } = [];

    public IEnumerable<Node> ConsumersOf(Value value) => Nodes.Where(node => node.Inputs.Contains(value));

    /// <summary>Removes a node whose output is the same as its first input.</summary>
    public void Bypass(Node node)
    {
        Nodes.Remove(node);
        ReplaceUses(node.Output, node.Inputs[0]);
    }

    public void ReplaceUses(Value old, Value replacement)
    {
        foreach (Node node in Nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (node.Inputs[i] == old)
                    node.Inputs[i] = replacement;
            }
        }

        for (int i = 0; i < Outputs.Count; i++)
        {
            if (Outputs[i] == old)
                Outputs[i] = replacement;
        }
    }
}

/// <summary>One computation.</summary>
internal sealed class Node
{
    /// <summary>The layer's name; gradients carry the name of the layer they belong to.</summary>
    public required string Name { get; init; }

    /// <summary>The index of the declared layer, or −1.</summary>
    public int Layer { get; init; } = -1;

    public required Operation Operation { get; set; }

    public List<Value> Inputs { get; init; } = [];

    public required Value Output { get; set; }

    public List<Parameter> Parameters { get; init; } = [];

    /// <summary>Operations that this node's kernel applies to its result before storing it, in order.</summary>
    public List<Operation> Epilogue { get; } = [];

    /// <summary>Whether the result is stored in planes although it need not be; set by the pass that chooses planes.</summary>
    public bool StoresPlanes { get; set; }

    /// <summary>The names of the layers that <see cref="Epilogue"/> came from.</summary>
    public List<string> EpilogueNames { get; } = [];

    public override string ToString() => Name;
}

/// <summary>What flows between nodes. Identity matters: two values may look alike.</summary>
internal sealed class Value(string name, Shape shape)
{
    public string Name { get; } = name;

    public Shape Shape { get; } = shape;

    /// <summary>How it lies in memory; set by the pass that assigns layouts.</summary>
    public Layout? Layout { get; set; }

    /// <summary>How its channels lie for a reader of plain vectors: a flat value is a blocked image of one pixel then, wherever it was copied from.</summary>
    public Layout ChannelLayout => Shape.IsFlat ? Layout.Blocked(Shape, Border.None) : Layout!;

    /// <summary>Where it lies; set by the pass that plans memory.</summary>
    public Placement? Placement { get; set; }

    public override string ToString() => Name;
}

/// <summary>One tensor of weights.</summary>
/// <param name="Name">Its name, such as <c>conv1.weight</c>.</param>
/// <param name="Dimensions">Its sizes in PyTorch's order.</param>
/// <param name="Initializer">The runtime's name for how fresh values are drawn.</param>
/// <param name="FanIn">Inputs that reach one output.</param>
/// <param name="FanOut">Outputs that one input reaches.</param>
/// <param name="Offset">Floats before it in the block of parameters.</param>
internal sealed record Parameter(string Name, int[] Dimensions, string Initializer, int FanIn, int FanOut, int Offset)
{
    public long Length => Dimensions.Aggregate(1L, (product, size) => product * size);
}
