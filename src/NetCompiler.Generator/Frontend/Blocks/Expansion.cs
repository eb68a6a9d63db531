using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Frontend.Blocks;

/// <summary>Turns one attribute of a network into its declaration: blocks become their layers, with the values of this use in place of placeholders.</summary>
/// <param name="layer">The attribute's index in the network.</param>
/// <param name="problems">Gets what is wrong with the use.</param>
internal sealed class Expansion(int layer, List<Problem> problems)
{
    private static readonly IReadOnlyDictionary<string, object?> s_noValues = new Dictionary<string, object?>();

    private const long TooMany = BlockDefinition.MaximumLayers + 1;

    private readonly List<int> _inside = [];

    public LayerDeclaration Expand(LayerTemplate template)
    {
        LayerDeclaration declaration = Expand(template, s_noValues);
        if (CountOf(declaration) > BlockDefinition.MaximumLayers)
            Report(Problems.SizeOverflow, template.Kind, "the number of its layers");
        return declaration;
    }

    private LayerDeclaration Expand(LayerTemplate template, IReadOnlyDictionary<string, object?> values)
    {
        int problemsBefore = problems.Count;
        string? name = null, from = null;
        int repeat = 1;
        List<LayerArgument> arguments = new(template.Arguments.Count);
        for (int i = 0; i < template.Arguments.Count; i++)
        {
            ArgumentTemplate argument = template.Arguments[i];
            object? value = Evaluate(template.Kind, argument, values);
            switch (i < template.ConstructorArguments ? "" : argument.Name)
            {
                case "Name":
                    name = value as string;
                    break;
                case "From":
                    from = value as string;
                    break;
                case "Repeat" when template.Block is not null:
                    repeat = value as int? ?? 1;
                    break;
                default:
                    arguments.Add(new LayerArgument(argument.Name, value));
                    break;
            }
        }

        if (template.Block is not { } block)
            return new LayerDeclaration(template.Kind, name, from, new(arguments));
        if (repeat < 1)
            ReportArgument(Problems.OutOfRange, "Repeat", template.Kind, "Repeat", "at least 1", FormattableString.Invariant($"{repeat}"));

        // One mistake, one message: without its arguments a block's layers cannot be right.
        bool isUsable = CanUse(template.Kind, block) && problems.Count == problemsBefore;
        return new LayerDeclaration(template.Kind, name, from, new(arguments), new(isUsable ? BodyOf(block, ValuesOf(template, arguments)) : []))
        {
            IsBlock = true,
            Repeat = repeat,
        };
    }

    private bool CanUse(string kind, BlockDefinition block)
    {
        if (block.MissingFrom is { } assembly)
            Report(Problems.MissingDefinition, kind, assembly);
        else if (!block.IsSound)
            Report(Problems.UnsoundBlock);
        return block.IsSound;
    }

    private static Dictionary<string, object?> ValuesOf(LayerTemplate template, List<LayerArgument> arguments)
    {
        Dictionary<string, object?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (LayerArgument argument in arguments.Take(template.ConstructorArguments))
            values[argument.Name] = argument.Value;
        return values;
    }

    private List<LayerDeclaration> BodyOf(BlockDefinition block, Dictionary<string, object?> values)
    {
        List<LayerDeclaration> body = new(block.Layers.Count);
        for (int i = 0; i < block.Layers.Count; i++)
        {
            _inside.Add(i);
            body.Add(Expand(block.Layers[i], values));
            _inside.RemoveAt(_inside.Count - 1);
        }

        return body;
    }

    private object? Evaluate(string kind, ArgumentTemplate argument, IReadOnlyDictionary<string, object?> values)
    {
        if (argument.Value is Expr.Constant constant)
            return constant.Value;
        try
        {
            return argument.Value.Evaluate(values);
        }
        catch (Exception exception) when (exception is ExpressionException or OverflowException or DivideByZeroException)
        {
            string what = exception switch
            {
                OverflowException => "overflows",
                DivideByZeroException => "divides by zero",
                _ => exception.Message,
            };
            ReportArgument(Problems.ExpressionFails, argument.Name, kind, argument.Name, what, Where(argument.Value, values));
            return null;
        }
    }

    /// <summary>The end of a message: the values that an expression fails for.</summary>
    private static string Where(Expr expression, IReadOnlyDictionary<string, object?> values)
    {
        IEnumerable<string> equations = expression.Placeholders.Select(placeholder => placeholder.Name).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(values.ContainsKey)
            .Select(name => FormattableString.Invariant($"{name} = {values[name] ?? "null"}"));
        return string.Join(", ", equations) is { Length: > 0 } text ? $" where {text}" : "";
    }

    private void Report(string id, params string[] arguments) => ReportArgument(id, null, arguments);

    private void ReportArgument(string id, string? argument, params string[] arguments) =>
        problems.Add(new Problem(id, layer, new(arguments), argument) { Inside = new(_inside) });

    /// <summary>Layers with repeats; no more are counted than are too many.</summary>
    private static long CountOf(LayerDeclaration declaration) =>
        declaration.IsBlock ? Math.Min(declaration.Body.Sum(layer => Math.Min(CountOf(layer), TooMany)) * declaration.Repeat, TooMany) : 1;
}
