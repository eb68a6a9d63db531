using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.MaxPool;

/// <summary>The largest value of each window.</summary>
internal sealed partial record MaxPoolOperation(Window Window) : Pooling.PoolOperation(Window)
{
    public override string Kind => "MaxPool";

    public static Operation Read(LayerArguments arguments) => new MaxPoolOperation(ReadWindow(arguments));
}
