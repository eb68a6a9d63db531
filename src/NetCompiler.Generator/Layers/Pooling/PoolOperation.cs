using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Pooling;

/// <summary>What pools have in common: a window per channel that reduces to one value.</summary>
internal abstract partial record PoolOperation(Window Window) : Operation
{
    public override string Describe() => $"{Window}";

    /// <summary>Whether a convolution may pool its own result: windows side by side, neither overlapping nor with gaps, and few enough values to unroll.</summary>
    public bool IsTiling => Window.StrideY == Window.Height && Window.StrideX == Window.Width && Window.Padding.IsNone && Window.Height * Window.Width <= 9;

    /// <summary>Two values of a window joined.</summary>
    public abstract string Join(InstructionSet isa, string a, string b);

    /// <summary>What remains to be done when all values of a window are joined.</summary>
    public virtual string Finish(InstructionSet isa, string joined) => joined;

    protected static Window ReadWindow(LayerArguments arguments) => arguments.Window(strideIsKernel: true);

    public override Inferred? Infer(ShapeInference context)
    {
        if (context.Resolve(Window) is not { } window || !context.RequireFit(window))
            return null;
        (int height, int width) = window.OutputSize(context.Input);
        return new Inferred(this with { Window = window }, context.Input.With(context.Input.Channels, height, width));
    }
}
