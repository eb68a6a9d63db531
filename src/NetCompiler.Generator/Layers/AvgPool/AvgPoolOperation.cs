using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.AvgPool;

/// <summary>The mean of each window.</summary>
internal sealed partial record AvgPoolOperation(Window Window) : Pooling.PoolOperation(Window)
{
    public override string Kind => "AvgPool";

    public static Operation Read(LayerArguments arguments) => new AvgPoolOperation(ReadWindow(arguments));
}
