using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Conv;

/// <summary>Two-dimensional convolution (cross-correlation, as PyTorch and ONNX have it).</summary>
internal sealed partial record ConvOperation(int Filters, Window Window, bool Same, bool Bias) : Operation
{
    public override string Kind => "Conv";

    public override string Describe() => $"{Filters} filters {Window}{(Bias ? "" : ", no bias")}";

    public static Operation Read(LayerArguments arguments)
    {
        Window window = arguments.Window();
        return new ConvOperation(arguments.IntAtLeast(1, "filters", 1), window, arguments.Bool("Same", false), arguments.Bool("Bias", true));
    }

    public override Inferred? Infer(ShapeInference context)
    {
        if (context.Resolve(Window) is not { } window)
            return null;
        if (Same)
            window = window.WithSamePadding(context.Input);
        if (!context.RequireFit(window))
            return null;
        (int height, int width) = window.OutputSize(context.Input);
        return new Inferred(this with { Window = window }, context.Input.With(Filters, height, width));
    }

    public override IReadOnlyList<ParameterShape> Parameters(Shape input)
    {
        int fanOut = (int)Math.Min(int.MaxValue, (long)Filters * Window.Taps);
        int[] kernel = input.IsSequence ? [Window.Width] : [Window.Height, Window.Width];
        var weight = new ParameterShape("weight", [Filters, input.Channels, .. kernel], input.Channels * Window.Taps, fanOut);
        return Bias ? [weight, new ParameterShape("bias", [Filters], weight.FanIn, weight.FanOut)] : [weight];
    }

    public override long MultiplyAdds(Shape input, Shape output) => output.Length * input.Channels * Window.Height * Window.Width;
}
