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
        (int height, int width) = arguments.RequiredPair(1, "kernel");
        (int strideY, int strideX) = arguments.Strides((1, 1));
        if (arguments.Has("Padding") && arguments.Has("Pads"))
            arguments.Report(Problems.Conflict, "Padding", "Pads");
        bool same = arguments.Bool("Same", false);
        if (same && (arguments.Has("Padding") || arguments.Has("Pads")))
            arguments.Report(Problems.Conflict, "Same", arguments.Has("Padding") ? "Padding" : "Pads");
        Border padding = arguments.Has("Pads") ? arguments.Sides("Pads") : arguments.Sides("Padding");
        return new ConvOperation(
            arguments.IntAtLeast(1, "filters", 1), new Window(height, width, strideY, strideX, padding), same, arguments.Bool("Bias", true));
    }

    public override Inferred? Infer(ShapeInference context)
    {
        if (!context.RequireImage())
            return null;
        Window window = Same ? Window.WithSamePadding(context.Input) : Window;
        if (!context.RequireFit(window))
            return null;
        (int height, int width) = window.OutputSize(context.Input);
        return new Inferred(this with { Window = window }, new Shape(Filters, height, width));
    }

    public override IReadOnlyList<ParameterShape> Parameters(Shape input)
    {
        int taps = Window.Height * Window.Width;
        int fanOut = (int)Math.Min(int.MaxValue, (long)Filters * taps);
        var weight = new ParameterShape("weight", [Filters, input.Channels, Window.Height, Window.Width], input.Channels * taps, fanOut);
        return Bias ? [weight, new ParameterShape("bias", [Filters], weight.FanIn, weight.FanOut)] : [weight];
    }

    public override long MultiplyAdds(Shape input, Shape output) => output.Length * input.Channels * Window.Height * Window.Width;
}
