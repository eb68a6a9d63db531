using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Pooling;

namespace NetCompiler.Generator.Layers.GlobalAvgPool;

/// <summary>The mean of each channel, as a vector.</summary>
internal sealed record GlobalAvgPoolOperation(Window Window) : MeanOperation(Window)
{
    public override string Kind => "GlobalAvgPool";

    public override bool IsGlobal => true;

    public override Operation Slide(Node declared, NetworkGraph graph) => new AvgPool.AvgPoolOperation(Whole(declared), CountIncludePad: true);
}
