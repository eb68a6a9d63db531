using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.AvgPool;

/// <summary>The mean of each window.</summary>
internal sealed partial record AvgPoolOperation(Window Window) : Pooling.PoolOperation(Window)
{
    public override string Kind => "AvgPool";

    public static Operation Read(LayerArguments arguments) => new AvgPoolOperation(ReadWindow(arguments));

    public override string Join(InstructionSet isa, string a, string b) => isa.Add(a, b);

    public override string Finish(InstructionSet isa, string joined) =>
        Window.Height * Window.Width == 1 ? joined : isa.Multiply(joined, isa.Constant(1f / (Window.Height * Window.Width)));

    public override bool ShareDependsOnValues => false;

    public override string Share(CodeWriter w, InstructionSet isa, int value, string x) => Finish(isa, "gradient");
}
