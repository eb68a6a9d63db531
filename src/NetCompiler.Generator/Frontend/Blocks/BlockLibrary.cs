using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Frontend.Blocks;

/// <summary>The blocks that one compilation knows, each read once: from the source, or from what the compiler wrote into a referenced assembly.</summary>
internal sealed class BlockLibrary
{
    private static readonly ConditionalWeakTable<Compilation, BlockLibrary> s_libraries = new();

    /// <summary>By assembly: a referenced one stays the same from one compilation to the next.</summary>
    private static readonly ConditionalWeakTable<IAssemblySymbol, Dictionary<string, Lazy<BlockDefinition?>>> s_stored = new();

    private readonly Compilation _compilation;
    private readonly ExprReader _expressions;
    private readonly Dictionary<INamedTypeSymbol, BlockDefinition> _definitions = new(SymbolEqualityComparer.Default);

    private BlockLibrary(Compilation compilation)
    {
        _compilation = compilation;
        _expressions = new ExprReader(compilation);
    }

    public static BlockLibrary Of(Compilation compilation) => s_libraries.GetValue(compilation, static compilation => new BlockLibrary(compilation));

    /// <summary>The name by which an assembly's definitions are found.</summary>
    public static string FullName(INamedTypeSymbol block) => block.ToDisplayString();

    /// <summary>An attribute of a network: all its arguments are constants.</summary>
    public LayerTemplate Read(AttributeData attribute, CancellationToken cancellationToken) =>
        new(LayerAttributes.KindOf(attribute.AttributeClass!), new(ConstantsOf(attribute)), ConstructorArguments(attribute), NestedIn(attribute, cancellationToken));

    public BlockDefinition DefinitionOf(INamedTypeSymbol block, CancellationToken cancellationToken)
    {
        block = block.OriginalDefinition;
        if (!SymbolEqualityComparer.Default.Equals(block.ContainingAssembly, _compilation.Assembly))
            return StoredDefinitionOf(block) ?? BlockDefinition.Missing(block.ContainingAssembly.Name);

        // The analyzer asks from several threads at once.
        lock (_definitions)
        {
            if (!_definitions.TryGetValue(block, out BlockDefinition? definition))
                _definitions.Add(block, definition = ReadBlock(block, cancellationToken));
            return definition;
        }
    }

    /// <summary>The placeholders that an attribute of a network uses, where they have no meaning, with the arguments that use them.</summary>
    public IEnumerable<Problem> MisplacedPlaceholders(AttributeData attribute, int layer, string network, CancellationToken cancellationToken)
    {
        lock (_definitions)
        {
            return [.. ExpressionsOf(attribute, [], layer, cancellationToken).SelectMany(argument => argument.Value.Placeholders.Take(1).Select(placeholder =>
                new Problem(Problems.UnboundPlaceholder, layer, new([LayerAttributes.KindOf(attribute.AttributeClass!), placeholder.Name, $"'{network}' is no block: write a value"]), argument.Name)))];
        }
    }

    private static BlockDefinition? StoredDefinitionOf(INamedTypeSymbol block) =>
        s_stored.GetValue(block.ContainingAssembly, ReadAssembly).TryGetValue(FullName(block), out Lazy<BlockDefinition?>? stored) ? stored.Value : null;

    private static Dictionary<string, Lazy<BlockDefinition?>> ReadAssembly(IAssemblySymbol assembly)
    {
        Dictionary<string, Lazy<BlockDefinition?>> stored = new(StringComparer.Ordinal);
        foreach (AttributeData attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "BlockDefinitionAttribute" } found && LayerAttributes.IsOurs(found)
                && attribute.ConstructorArguments is { Length: 2 } arguments && arguments[0].Value is string block && arguments[1].Value is string definition)
            {
                stored[block] = new(() => StoredBlock.Read(definition));
            }
        }

        return stored;
    }

    private BlockDefinition ReadBlock(INamedTypeSymbol block, CancellationToken cancellationToken)
    {
        AttributeData[] attributes = [.. LayerAttributes.Of(block)];
        if (block.GetAttributes().Any(attribute => LayerAttributes.IsRejected(attribute, cancellationToken)))
            return new BlockDefinition(default, default) { IsRejected = true };

        List<Problem> problems = [];
        void Report(string id, int layer, params string[] arguments) => problems.Add(new Problem(id, layer, new(arguments)));

        if (FaultOf(block, attributes) is { } fault)
            Report(Problems.UnsupportedBlock, -1, LayerAttributes.KindOf(block), fault);

        List<LayerTemplate> layers = new(attributes.Length);
        for (int i = 0; i < attributes.Length; i++)
        {
            AttributeData attribute = attributes[i];
            string kind = LayerAttributes.KindOf(attribute.AttributeClass!);
            if (PathTo(block, attribute.AttributeClass!) is { } path)
            {
                Report(Problems.RecursiveBlock, i, LayerAttributes.KindOf(block), string.Join(" → ", path));
                layers.Add(new LayerTemplate(kind, default, 0, null));
                continue;
            }

            ArgumentTemplate[] arguments = ConstantsOf(attribute);
            foreach ((string name, Expr value) in ExpressionsOf(attribute, problems, i, cancellationToken))
                arguments[Array.FindIndex(arguments, argument => argument.Name == name)] = new ArgumentTemplate(name, value);
            problems.AddRange(arguments.SelectMany(argument => UnboundIn(block, kind, i, argument)));
            BlockDefinition? nested = NestedIn(attribute, cancellationToken);
            if (nested?.MissingFrom is { } assembly)
                Report(Problems.MissingDefinition, i, kind, assembly);
            layers.Add(new LayerTemplate(kind, new(arguments), ConstructorArguments(attribute), nested));
        }

        var definition = new BlockDefinition(new(layers), new(problems));
        if (definition.LayerCount <= BlockDefinition.MaximumLayers)
            return definition;
        Report(Problems.SizeOverflow, -1, LayerAttributes.KindOf(block), "the number of its layers");
        return new BlockDefinition(default, new(problems));
    }

    /// <summary>What makes the class unfit to be a block, in words; null if nothing does. A class without layers may be the base of others, if it is abstract.</summary>
    private static string? FaultOf(INamedTypeSymbol block, AttributeData[] layers) =>
        layers.Length == 0 ? block.IsAbstract ? null : "has no layers; those of a base class are not inherited"
        : block.IsAbstract ? "is abstract, and layers are not inherited"
        : block.IsGenericType ? "is generic or inside a generic type"
        : null;

    private static IEnumerable<Problem> UnboundIn(INamedTypeSymbol block, string kind, int layer, ArgumentTemplate argument)
    {
        IEnumerable<IMethodSymbol> constructors = block.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility != Accessibility.Private);
        return argument.Value.Placeholders.Select(placeholder => placeholder.Name).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => !constructors.All(constructor => constructor.Parameters.Any(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase))))
            .Select(name => new Problem(
                Problems.UnboundPlaceholder,
                layer,
                new([kind, name, $"a constructor of '{LayerAttributes.KindOf(block)}' has no parameter of that name: add '{char.ToLowerInvariant(name[0])}{name.Substring(1)}'"]),
                argument.Name));
    }

    /// <summary>How a block gets back to itself through one of its layers, by the names on the way; null if it does not.</summary>
    private IEnumerable<string>? PathTo(INamedTypeSymbol block, INamedTypeSymbol layer)
    {
        HashSet<INamedTypeSymbol> seen = new(SymbolEqualityComparer.Default);
        return Search(layer.OriginalDefinition) is { } path ? path.Prepend(LayerAttributes.KindOf(block)) : null;

        IEnumerable<string>? Search(INamedTypeSymbol at)
        {
            string[] here = [LayerAttributes.KindOf(at)];
            if (SymbolEqualityComparer.Default.Equals(at, block))
                return here;
            if (!LayerAttributes.IsBlock(at) || !SymbolEqualityComparer.Default.Equals(at.ContainingAssembly, _compilation.Assembly) || !seen.Add(at))
                return null;
            return LayerAttributes.Of(at).Select(attribute => Search(attribute.AttributeClass!.OriginalDefinition)).FirstOrDefault(path => path is not null) is { } rest ? here.Concat(rest) : null;
        }
    }

    private BlockDefinition? NestedIn(AttributeData attribute, CancellationToken cancellationToken) =>
        LayerAttributes.IsBlock(attribute.AttributeClass!) ? DefinitionOf(attribute.AttributeClass!, cancellationToken) : null;

    /// <summary>The arguments of an attribute that uses names: only those can depend on placeholders.</summary>
    private List<(string Name, Expr Value)> ExpressionsOf(AttributeData attribute, List<Problem> problems, int layer, CancellationToken cancellationToken)
    {
        List<(string, Expr)> expressions = [];
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax { ArgumentList.Arguments: var written } syntax
            || !written.Any(argument => argument.Expression.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax)))
        {
            return expressions;
        }

        foreach ((string name, IOperation value) in _expressions.ArgumentsOf(syntax, cancellationToken))
        {
            try
            {
                expressions.Add((name, _expressions.Read(value)));
            }
            catch (ExpressionException exception)
            {
                problems.Add(new Problem(Problems.ExpressionFails, layer, new([LayerAttributes.KindOf(attribute.AttributeClass!), name, exception.Message, ""]), name));
            }
        }

        return expressions;
    }

    // Where C# rejects the attribute there may be no constructor, or fewer arguments than it has parameters.
    private static int ConstructorArguments(AttributeData attribute) =>
        attribute.AttributeConstructor is null ? 0 : Math.Min(attribute.AttributeConstructor.Parameters.Length, attribute.ConstructorArguments.Length);

    /// <summary>The arguments with the values that C# gives them, placeholders being constants like others.</summary>
    private static ArgumentTemplate[] ConstantsOf(AttributeData attribute) =>
    [
        .. Enumerable.Range(0, ConstructorArguments(attribute))
            .Select(i => new ArgumentTemplate(attribute.AttributeConstructor!.Parameters[i].Name, new Expr.Constant(ValueOf(attribute.ConstructorArguments[i])))),
        .. attribute.NamedArguments.Select(argument => new ArgumentTemplate(argument.Key, new Expr.Constant(ValueOf(argument.Value)))),
    ];

    private static object? ValueOf(TypedConstant constant) =>
        constant.Kind switch
        {
            TypedConstantKind.Array when !constant.IsNull => new EquatableArray<object?>(constant.Values.Select(ValueOf)),
            TypedConstantKind.Primitive or TypedConstantKind.Enum => constant.Value,
            TypedConstantKind.Type => (constant.Value as ITypeSymbol)?.ToDisplayString(),
            _ => null,
        };
}
