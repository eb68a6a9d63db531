using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Tanh;

/// <summary>Hyperbolic tangent.</summary>
internal sealed partial record TanhOperation : Operation
{
    public override string Kind => "Tanh";
}
