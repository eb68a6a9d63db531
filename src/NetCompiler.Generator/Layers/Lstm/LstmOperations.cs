using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Lstm;

internal sealed partial record LstmOperation
{
    /// <summary>Where training keeps the states of all steps, they are a value of their own, which the layer copies its output from.</summary>
    public bool HasStates { get; init; }

    public LstmState State => new(Units);

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node);
        return HasStates
            ? new LstmOutputKernel(name, node, this)
            : new LstmKernel(name, node, this, lowering.Pack(new PackedGates(name, 0, node.Inputs[0].Shape.Channels, Units, new(node.Parameters))), node.Output);
    }

    public override void PrepareTraining(NetworkGraph graph, Node node)
    {
        Value states = State.Value($"{node.Name}_states", node.Inputs[0].Shape.Width + 1, LstmState.Parts);
        graph.Nodes.Insert(
            graph.Nodes.IndexOf(node), new Node { Name = node.Name, Place = node.Place, Operation = new LstmStatesOperation(this, new(node.Parameters)), Output = states, Inputs = { node.Inputs[0] } });
        node.Operation = this with { HasStates = true };
        node.Inputs.Add(states);
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        (Value input, Value states) = (node.Inputs[0], node.Inputs[1]);
        Value gates = gradients.AddIntermediate(
            node, new LstmGateGradientOperation(this, node.Parameters[1]), State.Value($"d_{node.Name}_gates", input.Shape.Width, LstmState.Gates), states, outputGradient);
        gradients.AddWeightGradient(node, new LstmWeightGradientOperation(this), input, states, gates);
        if (gradients.Needs(input))
            gradients.Add(node, new LstmInputGradientOperation(this, node.Parameters[0]), input, gates);
    }
}

/// <summary>The states after each step of training, the zeros before the first one in front.</summary>
internal sealed record LstmStatesOperation(LstmOperation Lstm, Frontend.EquatableArray<Parameter> Weights) : Operation
{
    public override string Kind => "LstmStates";

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node, "States");
        return new LstmKernel(name, node, Lstm, lowering.Pack(new PackedGates(name, 0, node.Inputs[0].Shape.Channels, Lstm.Units, Weights)), output: null);
    }
}

/// <summary>The gradients with respect to the arguments of the gates' functions, last step first.</summary>
internal sealed record LstmGateGradientOperation(LstmOperation Lstm, Parameter Weight) : Operation
{
    public override string Kind => "LstmGateGradient";

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node, "GateGradient");
        return new LstmGateGradientKernel(name, node, Lstm, lowering.Pack(new PackedRows(name, 0, Weight)));
    }
}

/// <summary>The gradients of both matrices and both biases.</summary>
internal sealed record LstmWeightGradientOperation(LstmOperation Lstm) : Operation
{
    public override string Kind => "LstmWeightGradient";

    public override Kernel Lower(Lowering lowering, Node node) =>
        new LstmWeightGradientKernel(lowering.NameOf(node, "WeightGradient"), node, Lstm, [.. node.Inputs.Select(lowering.ImageStride)]);
}

/// <summary>The gradient with respect to the sequence that the layer reads.</summary>
internal sealed record LstmInputGradientOperation(LstmOperation Lstm, Parameter Weight) : Operation
{
    public override string Kind => "LstmInputGradient";

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node, "InputGradient");
        return new LstmInputGradientKernel(name, node, Lstm, lowering.Pack(new PackedRows(name, 0, Weight)));
    }
}
