using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Joins;

namespace NetCompiler.Generator.Layers.Multiply;

/// <summary>The product of two values, value by value; one of them may be a number per channel.</summary>
internal sealed record MultiplyOperation(EquatableArray<string> Names) : JoinOperation(Names)
{
    public override string Kind => "Multiply";

    public static Operation Read(LayerArguments arguments)
    {
        EquatableArray<string> names = ReadNames(arguments);
        if (names.Count > 2)
            arguments.Report(Problems.WrongCount, "from", "1 or 2", names.Count);
        return new MultiplyOperation(names);
    }

    public override Inferred? Infer(ShapeInference context)
    {
        Shape a = context.Input, b = context.Inputs[1];
        if (a == b || IsPerChannel(b, a))
            return new Inferred(this, a);
        if (IsPerChannel(a, b))
            return new Inferred(this, b);
        context.Report(Problems.ShapesDiffer, [$"equal shapes, or a number per channel, but {context.Found} and {context.Describe(1)}"]);
        return null;
    }

    /// <summary>Whether a value has one number for each channel of another.</summary>
    public static bool IsPerChannel(Shape value, Shape of) => value.Height * value.Width == 1 && value.Channels == of.Channels && !of.IsFlat;

    public override bool CanOverwrite(Node node, int input) => true;

    public override Kernel Lower(Lowering lowering, Node node) =>
        new ProductKernel(lowering.NameOf(node), node, $"{node.Name}: Multiply", node.Inputs[0], node.Inputs[1], node.Output);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        for (int i = 0; i < 2; i++)
        {
            if (!gradients.Needs(node.Inputs[i]))
                continue;
            bool sum = node.Inputs[i].Shape.Length < node.Output.Shape.Length;
            gradients.Add(node, new ProductGradientOperation(sum), node.Inputs[i], outputGradient, node.Inputs[1 - i]);
        }
    }
}

/// <summary>The gradient of one factor: the product of the result's gradient and the other factor, summed over all pixels for a number per channel.</summary>
internal sealed record ProductGradientOperation(bool Sum) : Operation
{
    public override string Kind => "ProductGradient";

    public override Kernel Lower(Lowering lowering, Node node)
    {
        (string name, string title) = (lowering.NameOf(node, node.Output.Name), $"{node.Name}: {node.Output.Name}");
        return Sum
            ? new ProductSumKernel(name, node, title, node.Inputs[0], node.Inputs[1], node.Output)
            : new ProductKernel(name, node, title, node.Inputs[0], node.Inputs[1], node.Output);
    }
}
