using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Joins;

namespace NetCompiler.Generator.Layers.Add;

/// <summary>The sum of values of one shape. What <c>Projection</c> adds to the graph is the graph builder's business.</summary>
/// <param name="Names">What is added.</param>
/// <param name="Projection">Whether inputs of other shapes are brought to the first one's.</param>
internal sealed record AddOperation(EquatableArray<string> Names, bool Projection) : JoinOperation(Names)
{
    public override string Kind => "Add";

    public override bool IsTransparent => true;

    public override bool AddsSummand => true;

    public static Operation Read(LayerArguments arguments) => new AddOperation(ReadNames(arguments), arguments.Bool("Projection", false));

    public override Inferred? Infer(ShapeInference context) => RequireEqual(context) ? new Inferred(this, context.Input) : null;

    public override bool CanFuse(Node node, Operation following) => following is ActivationOperation { FitsInTile: true } && node.Epilogue.Count == 0;

    public override bool CanOverwrite(Node node, int input) => true;

    public override Kernel Lower(Lowering lowering, Node node) => new AddKernel(lowering.NameOf(node), node, $"{node.Name}: Add", node.Inputs, node.Output);

    /// <summary>
    /// Every input has the sum's gradient. The last one takes over its memory and the others get copies, made here, before anything behind the last one
    /// changes the memory in place.
    /// </summary>
    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        List<Value> inputs = [.. node.Inputs.Where(gradients.Needs)];
        for (int i = 0; i < inputs.Count; i++)
            gradients.Add(node, i == inputs.Count - 1 ? new SharedGradientOperation() : new CopiedGradientOperation(), inputs[i], outputGradient);
    }
}

/// <summary>A gradient that is the one behind it, in the same memory.</summary>
internal sealed record SharedGradientOperation : Operation
{
    public override string Kind => "SharedGradient";

    public override bool IsView => true;

    public override bool KeepsLayout => true;

    public override Kernel? Lower(Lowering lowering, Node node) => null;
}

/// <summary>A gradient that is the one behind it, in memory of its own.</summary>
internal sealed record CopiedGradientOperation : Operation
{
    public override string Kind => "CopiedGradient";

    public override Kernel Lower(Lowering lowering, Node node) =>
        new AddKernel(lowering.NameOf(node, node.Output.Name), node, $"{node.Name}: a copy of the gradient", node.Inputs, node.Output);
}
