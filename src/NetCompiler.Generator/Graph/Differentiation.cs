using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;

namespace NetCompiler.Generator.Graph;

/// <summary>Adds the backward pass to a training graph: goes through the layers in reverse, and each appends the nodes of its gradients.</summary>
internal sealed class Differentiation
{
    private readonly NetworkGraph _graph;
    private readonly Dictionary<Value, Value> _gradients = [];
    private readonly HashSet<Value> _needed = [];

    private Differentiation(NetworkGraph graph)
    {
        _graph = graph;
        foreach (Node node in graph.Nodes)
        {
            if (node.Parameters.Count > 0 || node.Inputs.Any(_needed.Contains))
                _needed.Add(node.Output);
        }
    }

    public static void Run(NetworkGraph graph)
    {
        var differentiation = new Differentiation(graph);
        List<Node> forward = [.. graph.Nodes];
        foreach (Value output in graph.Outputs.Distinct().Where(differentiation._needed.Contains))
        {
            var loss = new Value("loss", output.Shape);
            var gradient = new Value($"d_{output.Name}", output.Shape);
            graph.OutputGradients.Add(loss);
            graph.Nodes.Add(new Node { Name = output.Name, Operation = new LoadGradientOperation(), Output = gradient, Inputs = { loss, output } });
            differentiation._gradients[output] = gradient;
        }

        foreach (Node node in Enumerable.Reverse(forward))
        {
            if (differentiation._gradients.TryGetValue(node.Output, out Value? gradient))
                node.Operation.Differentiate(differentiation, node, differentiation.ThroughEpilogue(node, gradient));
            else if (node.Parameters.Count > 0)
                differentiation.AddWeightGradient(node, new UnreadWeightsOperation());
        }
    }

    /// <summary>Whether the gradient with respect to a value leads to any weights.</summary>
    public bool Needs(Value value) => _needed.Contains(value);

    /// <summary>Appends a node whose result is the gradient with respect to one of the layer's inputs.</summary>
    public Value Add(Node layer, Operation operation, Value gradientOf, params Value[] inputs)
    {
        var gradient = new Value($"d_{gradientOf.Name}", gradientOf.Shape);
        Append(layer, operation, gradient, inputs);
        // Without joins a value has one reader that leads to an output; a second gradient would have to be added to the first.
        _gradients.Add(gradientOf, gradient);
        return gradient;
    }

    /// <summary>Appends a node whose result several gradients of the layer read.</summary>
    public Value AddIntermediate(Node layer, Operation operation, string role, Shape shape, params Value[] inputs)
    {
        var value = new Value($"{layer.Name}_{role}", shape);
        Append(layer, operation, value, inputs);
        return value;
    }

    /// <summary>Appends a node that computes the gradients of the layer's weights.</summary>
    public void AddWeightGradient(Node layer, Operation operation, params Value[] inputs)
    {
        Node node = Append(layer, operation, new Value($"d_{layer.Name}_weights", new Shape(0, 0, 0)), inputs);
        node.Parameters.AddRange(layer.Parameters);
    }

    private Node Append(Node layer, Operation operation, Value output, Value[] inputs)
    {
        var node = new Node { Name = layer.Name, Layer = layer.Layer, Operation = operation, Output = output };
        node.Inputs.AddRange(inputs);
        _graph.Nodes.Add(node);
        return node;
    }

    /// <summary>The gradient before the operations that were fused onto a node, last one first. They leave the node's output as the only stored value.</summary>
    private Value ThroughEpilogue(Node node, Value gradient)
    {
        foreach (Operation operation in Enumerable.Reverse(node.Epilogue))
        {
            var before = new Value($"d_{node.Name}_before_{operation.Kind.ToLowerInvariant()}", gradient.Shape);
            Append(node, operation.GradientFromOutput!, before, [node.Output, gradient]);
            gradient = before;
        }

        return gradient;
    }
}

/// <summary>The gradients of weights that no output depends on: zeros.</summary>
internal sealed record UnreadWeightsOperation : Operation
{
    public override string Kind => "UnreadWeights";

    public override Kernel Lower(Lowering lowering, Node node) => new ZeroGradientKernel(lowering.NameOf(node, "WeightGradient"), node);
}
