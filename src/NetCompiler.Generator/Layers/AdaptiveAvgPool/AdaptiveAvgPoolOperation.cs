using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Pooling;

namespace NetCompiler.Generator.Layers.AdaptiveAvgPool;

/// <summary>Means of windows that divide an input of any size into a given number: output i is that of the inputs ⌊i · in / out⌋ up to ⌈(i + 1) · in / out⌉.</summary>
/// <param name="Height">Output rows; 1 on a sequence.</param>
/// <param name="Width">Output columns.</param>
/// <param name="PerAxis">Whether a number per axis was given, which a sequence cannot have.</param>
/// <param name="Window">The window where the output's size divides the input's; else a single value, which nothing asks for.</param>
/// <param name="Divides">Whether it does.</param>
internal sealed record AdaptiveAvgPoolOperation(int Height, int Width, bool PerAxis, Window Window, bool Divides) : MeanOperation(Window)
{
    public override string Kind => "AdaptiveAvgPool";

    public override string Describe() => Window.Rank == 2 ? $"to {Width}" : $"to {Height}×{Width}";

    public override IEnumerable<Fact> Facts => [Window.Rank == 2 ? Fact.Of("size", Width) : Fact.Of("size", Height, Width)];

    public override bool IsUniform => Divides;

    /// <summary>An input that has the wanted size already.</summary>
    public override bool IsIdentityAtInference => Divides && Window.Taps == 1;

    public static Operation Read(LayerArguments arguments)
    {
        (int height, int width) = arguments.RequiredPair(1, "size");
        return new AdaptiveAvgPoolOperation(height, width, arguments.Ints("size").Length == 2, Window.One, Divides: false);
    }

    /// <summary>Windows of one size at steps of that size can go on beyond the declared image; others cannot.</summary>
    public override Operation? Slide(Node declared, NetworkGraph graph) =>
        declared.Operation is AdaptiveAvgPoolOperation { Divides: true } inferred ? new AvgPool.AvgPoolOperation(inferred.Window, CountIncludePad: true) : null;

    public override Inferred? Infer(ShapeInference context)
    {
        // Sizes follow the rules of windows: one number serves every rank.
        if (context.Resolve(new Window(Height, Width, 1, 1, Border.None) { Rank = PerAxis ? 3 : 0 }) is not { } size)
            return null;
        Shape input = context.Input;
        bool divides = input.Height % size.Height == 0 && input.Width % size.Width == 0;
        (int height, int width) = divides ? (input.Height / size.Height, input.Width / size.Width) : (1, 1);
        return new Inferred(
            this with { Height = size.Height, Width = size.Width, Window = new Window(height, width, height, width, Border.None) { Rank = size.Rank }, Divides = divides },
            input.With(input.Channels, size.Height, size.Width));
    }

    public override void WriteTaps(CodeWriter w, Shape input, Shape output, bool rows)
    {
        if (Divides)
        {
            base.WriteTaps(w, input, output, rows);
            return;
        }

        (string index, string capital, int from, int to) = rows ? ("row", "Row", input.Height, output.Height) : ("column", "Column", input.Width, output.Width);
        w.Line($"int first{capital} = (int)({index} * {from}L / {to});");
        w.Line($"int end{capital} = (int)((({index} + 1) * {from}L + {to - 1}) / {to});");
    }
}
