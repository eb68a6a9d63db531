using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Joins;

/// <summary>A layer that reads several values by name, in the order in which they are listed.</summary>
internal abstract record JoinOperation(EquatableArray<string> Names) : Operation
{
    public override IReadOnlyList<string> Sources => Names;

    // Of flat inputs some may lie as the image did that they were; features must meet their own kind.
    public override bool ReadsPlainVector => true;

    // Whole registers are written, also beyond the last feature.
    public override bool WritesCallersMemory => false;

    /// <summary>The listed names; one alone is joined with the layer before, which comes first.</summary>
    protected static EquatableArray<string> ReadNames(LayerArguments arguments)
    {
        string[] names = arguments.Strings("from");
        if (names.Length == 0)
            arguments.Report(Problems.WrongCount, "from", "at least 1", 0);
        return new(names.Length == 1 ? [GraphBuilder.PreviousName, names[0]] : names);
    }

    /// <summary>Whether all inputs have the first one's shape; reports both shapes otherwise.</summary>
    protected static bool RequireEqual(ShapeInference context)
    {
        for (int i = 1; i < context.Inputs.Count; i++)
        {
            if (context.Inputs[i] != context.Input)
            {
                context.Report(Problems.ShapesDiffer, [$"equal shapes, but {context.Found} and {context.Describe(i)}"]);
                return false;
            }
        }

        return true;
    }
}
