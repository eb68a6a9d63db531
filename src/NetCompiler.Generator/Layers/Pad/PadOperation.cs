using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Pad;

/// <summary>A border of zeros. Becomes part of a following convolution's padding where it can.</summary>
internal sealed partial record PadOperation(Border Border) : Operation
{
    public override string Kind => "Pad";

    public override string Describe() => $"{Border}";

    public static Operation Read(LayerArguments arguments) =>
        new PadOperation(arguments.RequiredSides(arguments.Has("padding") ? "padding" : "pads"));

    public override Inferred? Infer(ShapeInference context)
    {
        if (!context.RequireImage())
            return null;
        long height = (long)context.Input.Height + Border.Top + Border.Bottom, width = (long)context.Input.Width + Border.Left + Border.Right;
        if (!context.Input.IsAddressableWith(Border))
        {
            context.Report(Problems.SizeOverflow, [$"its output {context.Input.Channels}×{height}×{width}"]);
            return null;
        }

        return new Inferred(this, new Shape(context.Input.Channels, (int)height, (int)width));
    }
}
