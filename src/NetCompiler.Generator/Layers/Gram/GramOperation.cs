using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Gram;

/// <summary>F · Fᵀ / (C · H · W), where F has a row per channel and a column per position (Gatys et al. 2016; the factor is that of Johnson et al. 2016).</summary>
internal sealed record GramOperation : Operation
{
    public override string Kind => "Gram";

    public override Inferred? Infer(ShapeInference context) =>
        context.RequireImage() ? new Inferred(this, new Shape(1, context.Input.Channels, context.Input.Channels)) : null;

    public override long MultiplyAdds(Shape input, Shape output) => input.Length * input.Channels;

    public override Kernel Lower(Lowering lowering, Node node) => new GramKernel(lowering.NameOf(node), node);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new GramGradientOperation(), node.Inputs[0], node.Inputs[0], outputGradient);
    }
}

/// <summary>(dG + dGᵀ) · F / (C · H · W).</summary>
internal sealed record GramGradientOperation : Operation
{
    public override string Kind => "GramGradient";

    public override Kernel Lower(Lowering lowering, Node node) => new GramGradientKernel(lowering.NameOf(node, "InputGradient"), node);
}
