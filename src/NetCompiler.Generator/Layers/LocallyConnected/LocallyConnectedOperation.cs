using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.LocallyConnected;

/// <summary>
/// A convolution whose weights, biases, or both differ from output pixel to output pixel. In the weights' tensor filters come first, as in a convolution's,
/// then the output pixel, then the window: <c>[filters, out height, out width, in, height, width]</c>.
/// </summary>
/// <param name="Filters">Output channels.</param>
/// <param name="Window">The window with its padding.</param>
/// <param name="Same">Whether the padding follows from the input.</param>
/// <param name="Bias">Whether there is a bias.</param>
/// <param name="SharedBias">Whether it is one per filter rather than one per output value.</param>
/// <param name="SharedWeights">Whether the weights are one set per filter.</param>
internal sealed partial record LocallyConnectedOperation(int Filters, Window Window, bool Same, bool Bias, bool SharedBias, bool SharedWeights) : Operation
{
    /// <summary>Packed weights are addressed with 32-bit numbers, and those of several layers follow each other.</summary>
    private const long MaximumPacked = int.MaxValue / 2;

    public override string Kind => "LocallyConnected";

    public override Operation? Slide(Node declared, NetworkGraph graph) => null;

    public override string NamePrefix => "local";

    public override string Describe() =>
        $"{Filters} filters {Window}{(SharedWeights ? ", shared weights" : "")}{(!Bias ? ", no bias" : SharedBias ? ", shared bias" : "")}";

    public override IEnumerable<Fact> Facts => Window.Facts;

    public static Operation Read(LayerArguments arguments)
    {
        Window window = arguments.Window();
        bool bias = arguments.Bool("Bias", true), sharedBias = arguments.Bool("SharedBias", false);
        if (!bias && sharedBias)
            arguments.Report(Problems.Conflict, "SharedBias", "Bias = false");
        return new LocallyConnectedOperation(
            arguments.IntAtLeast(1, "filters", 1), window, arguments.Bool("Same", false), bias, sharedBias, arguments.Bool("SharedWeights", false));
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
        Shape output = context.Input.With(Filters, height, width);
        if (output.IsAddressable && Shape.Product([output.BlockedLength(Border.None), context.Input.Channels, window.Taps]) > MaximumPacked && !SharedWeights)
        {
            context.Report(Problems.SizeOverflow, [$"its weights, packed for {output} sums of {(long)context.Input.Channels * window.Taps} products"]);
            return null;
        }

        return new Inferred(this with { Window = window }, output);
    }

    public override IReadOnlyList<ParameterShape> Parameters(Shape input)
    {
        (int height, int width) = Window.OutputSize(input);
        int[] kernel = input.IsSequence ? [Window.Width] : [Window.Height, Window.Width];
        int[] pixels = input.IsSequence ? [width] : [height, width];
        int fanOut = (int)Math.Min(int.MaxValue, (long)Filters * Window.Taps);
        var weight = new ParameterShape("weight", [Filters, .. SharedWeights ? [] : pixels, input.Channels, .. kernel], input.Channels * Window.Taps, fanOut);
        return Bias ? [weight, new ParameterShape("bias", [Filters, .. SharedBias ? [] : pixels], weight.FanIn, fanOut)] : [weight];
    }

    public override long MultiplyAdds(Shape input, Shape output) => output.Length * input.Channels * Window.Taps;
}
