using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Pooling;

/// <summary>What pools have in common: a window per channel that reduces to one value.</summary>
internal abstract partial record PoolOperation(Window Window) : Operation
{
    public override string Describe() => $"{Window}";

    protected static Window ReadWindow(LayerArguments arguments)
    {
        (int height, int width) = arguments.RequiredPair(1, "kernel");
        (int strideY, int strideX) = arguments.Strides((height, width));
        return new Window(height, width, strideY, strideX, Border.None);
    }

    public override Inferred? Infer(ShapeInference context)
    {
        if (!context.RequireImage() || !context.RequireFit(Window))
            return null;
        (int height, int width) = Window.OutputSize(context.Input);
        return new Inferred(this, new Shape(context.Input.Channels, height, width));
    }
}
