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
            if (node.Parameters.Exists(parameter => parameter.IsTrainable) || node.Inputs.Any(_needed.Contains))
                _needed.Add(node.Output);
        }
    }

    public static void Run(NetworkGraph graph)
    {
        var differentiation = new Differentiation(graph);
        List<Node> forward = [.. graph.Nodes];
        foreach (Output output in graph.Outputs.Where(output => differentiation._needed.Contains(output.Value)))
        {
            output.Gradient = new Value("loss", output.Value.Shape);
            var load = new Node { Name = output.Value.Name, Operation = new LoadGradientOperation(), Output = new Value($"d_{output.Value.Name}", output.Value.Shape), Inputs = { output.Gradient, output.Value } };
            graph.Nodes.Add(load);
            differentiation.Accumulate(load, output.Value);
        }

        foreach (Node node in Enumerable.Reverse(forward))
        {
            if (differentiation._gradients.TryGetValue(node.Output, out Value? gradient))
                node.Operation.Differentiate(differentiation, node, differentiation.ThroughEpilogue(node, gradient));
            else if (node.Parameters.Exists(parameter => parameter.IsTrainable))
                differentiation.AddWeightGradient(node, new UnreadWeightsOperation());
        }
    }

    /// <summary>Whether the gradient with respect to a value leads to any weights.</summary>
    public bool Needs(Value value) => _needed.Contains(value);

    /// <summary>Appends a node whose result is the gradient with respect to one of the layer's inputs, or one of several that are added up.</summary>
    public Value Add(Node layer, Operation operation, Value gradientOf, params Value[] inputs)
    {
        var gradient = new Value($"d_{gradientOf.Name}", gradientOf.Shape);
        Accumulate(Append(layer, operation, gradient, inputs), gradientOf);
        return gradient;
    }

    /// <summary>Appends a node whose result several gradients of the layer are made of.</summary>
    public Value AddIntermediate(Node layer, Operation operation, Value result, params Value[] inputs) => Append(layer, operation, result, inputs).Output;

    /// <summary>A value that several layers read has the sum of their gradients.</summary>
    private void Accumulate(Node node, Value gradientOf)
    {
        Value gradient = node.Output;
        if (_gradients.TryGetValue(gradientOf, out Value? others))
            gradient = Append(node, new AddGradientOperation(), new Value(others.Name, others.Shape), [others, node.Output]).Output;
        _gradients[gradientOf] = gradient;
    }

    /// <summary>Appends a node whose result several gradients of the layer read.</summary>
    public Value AddIntermediate(Node layer, Operation operation, string role, Shape shape, params Value[] inputs)
    {
        var value = new Value($"{layer.Name}_{role}", shape);
        Append(layer, operation, value, inputs);
        return value;
    }

    /// <summary>Appends a node that computes the gradients of the layer's weights, unless none of them is trained.</summary>
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
