using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Relu;

/// <summary>max(x, 0).</summary>
internal sealed partial record ReluOperation : Operation
{
    public override string Kind => "Relu";

    public override bool IsRectifier => true;
}
