using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Frontend;

namespace NetCompiler.Generator.Graph;

/// <summary>A network between declaration and code: nodes in an order in which they can run. Passes change it in place.</summary>
internal sealed class NetworkGraph
{
    /// <summary>What the caller passes, in the order of <c>Predict</c>: the input of <c>[Network]</c> first.</summary>
    public List<Value> Inputs { get; init; } = [];

    public List<Node> Nodes { get; init; } = [];

    /// <summary>What the network returns, in the order of <c>Predict</c>; then, in training, the auxiliary outputs.</summary>
    public List<Output> Outputs { get; init; } = [];

    /// <summary>All weights in the order of the layers.</summary>
    public List<Parameter> Parameters { get; init; } = [];

    /// <summary>Floats of one item: all inputs, one after the other.</summary>
    public int InputLength => (int)Inputs.Sum(input => input.Shape.Length);

    /// <summary>Floats of one item's outputs.</summary>
    public int OutputLength => (int)Outputs.Sum(output => output.Value.Shape.Length);

    public bool IsOutput(Value value) => Outputs.Exists(output => output.Value == value);

    public IEnumerable<Node> ConsumersOf(Value value) => Nodes.Where(node => node.Inputs.Contains(value));

    /// <summary>The values that lead to any of the given ones, and these.</summary>
    public HashSet<Value> Reaching(IEnumerable<Value> values)
    {
        var reaching = new HashSet<Value>(values);
        foreach (Node node in Enumerable.Reverse(Nodes).Where(node => reaching.Contains(node.Output)))
            reaching.UnionWith(node.Inputs);
        return reaching;
    }

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

        foreach (Output output in Outputs.Where(output => output.Value == old))
            output.Value = replacement;
    }
}

/// <summary>Something that the network returns.</summary>
/// <param name="name">The name given to it, or that of the layer it comes from.</param>
/// <param name="value">What is returned.</param>
/// <param name="lossWeight">For an output that only training has, the factor of its loss.</param>
internal sealed class Output(string name, Value value, float? lossWeight = null)
{
    public string Name { get; } = name;

    public Value Value { get; set; } = value;

    public float? LossWeight { get; } = lossWeight;

    public bool IsAuxiliary => LossWeight is not null;

    /// <summary>The gradient of the loss with respect to it, which the training loop fills; null before differentiation and where no weights lead to it.</summary>
    public Value? Gradient { get; set; }

    public override string ToString() => Value.Name;
}

/// <summary>Where in a declaration a layer was written.</summary>
/// <param name="Layer">The index of the network's layer attribute, or −1 for the network itself.</param>
/// <param name="Inside">Inside a block: the indexes of the attributes, outermost block first.</param>
internal sealed record Place(int Layer, EquatableArray<int> Inside)
{
    public static readonly Place Network = new(-1, default);

    public Place Within(int layer) => this with { Inside = new([.. Inside, layer]) };
}

/// <summary>One computation.</summary>
internal sealed class Node
{
    /// <summary>The layer's name; gradients carry the name of the layer they belong to.</summary>
    public required string Name { get; init; }

    /// <summary>The number of the declared layer, blocks written out, or −1.</summary>
    public int Layer { get; init; } = -1;

    /// <summary>Where it was declared.</summary>
    public Place Place { get; init; } = Place.Network;

    /// <summary>What was declared there; null for nodes that passes add. Some declared layers become several nodes.</summary>
    public LayerDeclaration? Declaration { get; init; }

    public required Operation Operation { get; set; }

    public List<Value> Inputs { get; init; } = [];

    public required Value Output { get; set; }

    public List<Parameter> Parameters { get; init; } = [];

    /// <summary>Operations that this node's kernel applies to its result before storing it, in order.</summary>
    public List<Operation> Epilogue { get; } = [];

    /// <summary>What an addition in the epilogue adds to the result: the last input; null without one.</summary>
    public Value? Summand => Epilogue.Exists(operation => operation.AddsSummand) ? Inputs[Inputs.Count - 1] : null;

    /// <summary>Whether an input is read as <see cref="Summand"/>: value by value in blocks of channels, without a border, whatever the operation reads otherwise.</summary>
    public bool IsSummand(int input) => Summand is not null && input == Inputs.Count - 1;

    /// <summary>The input whose memory the output takes over because nothing reads it any more; null where the operation alone decides.</summary>
    public int? Overwrites { get; set; }

    /// <summary>The input whose memory the output takes over; −1 if it takes over none.</summary>
    public int InPlaceOf => Overwrites ?? Operation.InPlaceOf;

    /// <summary>A normalisation that followed and whose factors and summands this node's weights take over when they are packed.</summary>
    public ChannelScale? Scale { get; set; }

    /// <summary>Whether the result is stored in planes although it need not be; set by the pass that chooses planes.</summary>
    public bool StoresPlanes { get; set; }

    public override string ToString() => Name;
}

/// <summary>What flows between nodes. Identity matters: two values may look alike.</summary>
internal sealed class Value(string name, Shape shape)
{
    public string Name { get; } = name;

    public Shape Shape { get; } = shape;

    /// <summary>The value whose channels it is some of, in the same memory; null for a value that is no part of another.</summary>
    public Part? PartOf { get; set; }

    /// <summary>How it lies in memory; set by the pass that assigns layouts.</summary>
    public Layout? Layout { get; set; }

    /// <summary>How its channels lie for a reader of plain vectors: a flat value is a blocked image of one pixel then, wherever it was copied from.</summary>
    public Layout ChannelLayout => Shape.IsFlat ? Layout.Blocked(Shape, Border.None) : Layout!;

    /// <summary>Where it lies; set by the pass that plans memory.</summary>
    public Placement? Placement { get; set; }

    public override string ToString() => Name;
}

/// <summary>Some channels of a value.</summary>
/// <param name="Whole">The value.</param>
/// <param name="Channel">The first of the channels; it starts a block.</param>
internal sealed record Part(Value Whole, int Channel);

/// <summary>The memory that a value lies in.</summary>
/// <param name="Root">The value that the memory was set aside for.</param>
/// <param name="Channel">The channel of the root at which the value begins.</param>
internal readonly record struct Storage(Value Root, int Channel)
{
    /// <summary>Where each value of a graph lies: in memory of its own, in that of a value that it is part of, or in that of one which it is a view of or computed in place of.</summary>
    public static Dictionary<Value, Storage> Of(NetworkGraph graph)
    {
        var replaced = new Dictionary<Value, Value>();
        foreach (Node node in graph.Nodes.Where(node => node.InPlaceOf >= 0))
            replaced[node.Output] = node.Inputs[node.InPlaceOf];
        var storages = new Dictionary<Value, Storage>();
        foreach (Value value in graph.Inputs.Concat(graph.Outputs.Select(output => output.Gradient).OfType<Value>()).Concat(graph.Nodes.Select(node => node.Output)))
            Find(value);
        return storages;

        Storage Find(Value value)
        {
            if (!storages.TryGetValue(value, out Storage storage))
            {
                storage = replaced.TryGetValue(value, out Value? input) ? Find(input) : new Storage(value, 0);
                if (value.PartOf is { } part)
                {
                    storage = Find(part.Whole);
                    storage = storage with { Channel = storage.Channel + part.Channel };
                }

                storages[value] = storage;
            }

            return storage;
        }
    }
}

/// <summary>One tensor of weights.</summary>
/// <param name="Name">Its name, such as <c>conv1.weight</c>.</param>
/// <param name="Dimensions">Its sizes in PyTorch's order.</param>
/// <param name="Initializer">The runtime's name for how fresh values are drawn.</param>
/// <param name="FanIn">Inputs that reach one output.</param>
/// <param name="FanOut">Outputs that one input reaches.</param>
/// <param name="Offset">Floats before it in the block of parameters.</param>
/// <param name="IsTrainable">Whether training changes it by its gradient. Those that it does not change lie behind all others.</param>
internal sealed record Parameter(string Name, int[] Dimensions, string Initializer, int FanIn, int FanOut, int Offset, bool IsTrainable = true)
{
    public long Length => Dimensions.Aggregate(1L, (product, size) => product * size);
}
