using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Pooling;

namespace NetCompiler.Generator.Layers.AvgPool;

/// <summary>The mean of each window, with or without the zeros that padding adds.</summary>
internal sealed record AvgPoolOperation(Window Window, bool CountIncludePad) : MeanOperation(Window)
{
    public override string Kind => "AvgPool";

    public override string Describe() =>
        Counted == Window.Padding ? $"{Window}" : Counted.IsNone ? $"{Window}, not counted" : $"{Window}, counted up to {Counted}";

    public override IEnumerable<Fact> Facts => Counted.IsNone ? Window.Facts : Window.Facts.Append(Fact.OfSides("counted", Counted, Window.Rank));

    /// <summary>"Same" padding is TensorFlow's, whose means leave it out; other padding is PyTorch's, whose means include it. An argument overrules both.</summary>
    public static Operation Read(LayerArguments arguments)
    {
        bool same = arguments.Bool("Same", false);
        return new AvgPoolOperation(ReadWindow(arguments), arguments.Bool("CountIncludePad", !same)) { Same = same, CeilMode = arguments.Bool("CeilMode", false) };
    }

    protected override PoolOperation Resolved(Border padding) => this with { Counted = CountIncludePad ? padding : Border.None };
}
