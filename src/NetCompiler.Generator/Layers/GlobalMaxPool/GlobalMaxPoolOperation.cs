using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Pooling;

namespace NetCompiler.Generator.Layers.GlobalMaxPool;

/// <summary>The largest value of each channel, as a vector.</summary>
internal sealed record GlobalMaxPoolOperation(Window Window) : MaximumOperation(Window)
{
    public override string Kind => "GlobalMaxPool";

    public override bool IsGlobal => true;

    public override Operation Slide(Node declared, NetworkGraph graph) => new MaxPool.MaxPoolOperation(Whole(declared));
}
