using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Sigmoid;

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal sealed partial record SigmoidOperation : Operation
{
    public override string Kind => "Sigmoid";
}
