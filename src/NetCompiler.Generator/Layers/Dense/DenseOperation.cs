using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Dense;

/// <summary>Fully connected layer.</summary>
internal sealed partial record DenseOperation(int Units, bool Bias) : Operation
{
    public override string Kind => "Dense";

    public override string NamePrefix => "fc";

    public override string Describe() => $"{Units} units{(Bias ? "" : ", no bias")}";

    public static Operation Read(LayerArguments arguments) =>
        new DenseOperation(arguments.IntAtLeast(1, "units", 1), arguments.Bool("Bias", true));

    public override Inferred? Infer(ShapeInference context) =>
        context.RequireFlat() ? new Inferred(this, Shape.Flat(Units)) : null;

    /// <summary>The convolution whose window is the image that the layer reads, with the layer's own weights.</summary>
    public override Operation Slide(Node declared, NetworkGraph graph)
    {
        Value? image = declared.Inputs[0];
        while (image is { Shape.IsFlat: true })
            image = graph.Nodes.Find(node => node.Output == image) is { Operation.KeepsLayout: true } producer ? producer.Inputs[0] : null;
        Window window = image is null ? new Window(1, 1, 1, 1, Border.None) : new Window(image.Shape.Height, image.Shape.Width, 1, 1, Border.None);
        return new Conv.ConvOperation(Units, window, Same: false, Bias) { IsDense = true };
    }

    public override IReadOnlyList<ParameterShape> Parameters(Shape input)
    {
        var weight = new ParameterShape("weight", [Units, input.Channels], input.Channels, Units);
        return Bias ? [weight, new ParameterShape("bias", [Units], input.Channels, Units)] : [weight];
    }

    public override long MultiplyAdds(Shape input, Shape output) => (long)Units * input.Channels;
}
