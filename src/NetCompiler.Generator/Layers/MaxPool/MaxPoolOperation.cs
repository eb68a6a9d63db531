using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Pooling;

namespace NetCompiler.Generator.Layers.MaxPool;

/// <summary>The largest value of each window.</summary>
internal sealed record MaxPoolOperation(Window Window) : MaximumOperation(Window)
{
    public override string Kind => "MaxPool";

    public static Operation Read(LayerArguments arguments) =>
        new MaxPoolOperation(ReadWindow(arguments)) { Same = arguments.Bool("Same", false), CeilMode = arguments.Bool("CeilMode", false) };
}
