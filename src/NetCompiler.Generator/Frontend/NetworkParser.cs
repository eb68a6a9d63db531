using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetCompiler.Generator.Frontend;

/// <summary>Reads a class's attributes. The only place where Roslyn's symbols become our model; nothing of them gets past it.</summary>
internal static class NetworkParser
{
    public const string NetworkAttribute = "NetCompiler.Layers.NetworkAttribute";

    private const string AttributeSuffix = "Attribute";

    /// <summary>The declaration, or null where C#'s complaints about a generated part would hide the diagnostic that explains what is wrong.</summary>
    public static NetworkDeclaration? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;

        // Two [Network] on two parts of a class are an error, but must not write the same files twice.
        if (FindNetwork(type)?.ApplicationSyntaxReference is not { } first
            || first.SyntaxTree != context.TargetNode.SyntaxTree || !context.TargetNode.Span.Contains(first.Span))
        {
            return null;
        }

        return ClassRules.Check(type, (CSharpCompilation)context.SemanticModel.Compilation, cancellationToken).Any() ? null : Parse(type, cancellationToken);
    }

    public static NetworkDeclaration Parse(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        List<string> containers = [];
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
            containers.Insert(0, Identifiers.PartialDeclaration(container));

        int[] inputShape = [];
        bool training = true;
        if (FindNetwork(type) is { } network)
        {
            if (network.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Array, IsNull: false } sizes)
                inputShape = [.. sizes.Values.Select(size => size.Value as int? ?? 0)];
            training = network.NamedArguments.LastOrDefault(argument => argument.Key == "Training").Value.Value as bool? ?? true;
        }

        return new NetworkDeclaration(
            Identifiers.Of(type.ContainingNamespace),
            new(containers),
            type.Name,
            new(inputShape),
            training,
            HasSummary(type, cancellationToken),
            new(LayersOf(type).Select(ReadLayer)));
    }

    public static AttributeData? FindNetwork(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { Name: "NetworkAttribute" } found && IsOurs(found));

    /// <summary>The layer attributes in their order: one for each of <see cref="NetworkDeclaration.Layers"/>.</summary>
    public static IEnumerable<AttributeData> LayersOf(INamedTypeSymbol type) =>
        type.GetAttributes().Where(attribute => IsLayer(attribute.AttributeClass));

    /// <summary>The attribute's name without its suffix: <c>Conv</c>. One that is not ours keeps its namespace, so that it is no known layer.</summary>
    public static string KindOf(INamedTypeSymbol attribute)
    {
        string name = attribute.Name;
        if (name.Length > AttributeSuffix.Length && name.EndsWith(AttributeSuffix, StringComparison.Ordinal))
            name = name.Substring(0, name.Length - AttributeSuffix.Length);
        return IsOurs(attribute) ? name
            : attribute.ContainingSymbol is INamespaceSymbol { IsGlobalNamespace: true } ? $"global::{name}"
            : $"{attribute.ContainingSymbol.ToDisplayString()}.{name}";
    }

    private static LayerDeclaration ReadLayer(AttributeData attribute)
    {
        string? name = null, from = null;
        List<LayerArgument> arguments = [];

        // Where C# rejects the attribute there may be no constructor, or fewer arguments than it has parameters.
        int count = attribute.AttributeConstructor is null ? 0 : Math.Min(attribute.AttributeConstructor.Parameters.Length, attribute.ConstructorArguments.Length);
        for (int i = 0; i < count; i++)
            arguments.Add(new LayerArgument(attribute.AttributeConstructor!.Parameters[i].Name, ValueOf(attribute.ConstructorArguments[i])));

        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == "Name")
                name = argument.Value.Value as string;
            else if (argument.Key == "From")
                from = argument.Value.Value as string;
            else
                arguments.Add(new LayerArgument(argument.Key, ValueOf(argument.Value)));
        }

        return new LayerDeclaration(KindOf(attribute.AttributeClass!), name, from, new(arguments));
    }

    private static object? ValueOf(TypedConstant constant) =>
        constant.Kind switch
        {
            TypedConstantKind.Array when !constant.IsNull => new EquatableArray<object?>(constant.Values.Select(ValueOf)),
            TypedConstantKind.Primitive or TypedConstantKind.Enum => constant.Value,
            TypedConstantKind.Type => (constant.Value as ITypeSymbol)?.ToDisplayString(),
            _ => null,
        };

    private static bool IsLayer(INamedTypeSymbol? attribute)
    {
        for (INamedTypeSymbol? type = attribute?.BaseType; type is not null; type = type.BaseType)
        {
            if (type.Name == "LayerAttribute" && IsOurs(type))
                return true;
        }

        return false;
    }

    private static bool IsOurs(INamedTypeSymbol type) =>
        type is
        {
            ContainingType: null,
            ContainingNamespace: { Name: "Layers", ContainingNamespace: { Name: "NetCompiler", ContainingNamespace.IsGlobalNamespace: true } },
        };

    /// <summary>Looks at the comments themselves: whether C# parses them as documentation depends on the project's settings.</summary>
    private static bool HasSummary(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (SyntaxReference declaration in type.DeclaringSyntaxReferences)
        {
            foreach (SyntaxTrivia trivia in declaration.GetSyntax(cancellationToken).GetLeadingTrivia())
            {
                if (trivia.Kind() is SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
                    or SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
                {
                    string comment = trivia.ToFullString();
                    if (comment.Contains("<summary") && (trivia.HasStructure || comment.StartsWith("///", StringComparison.Ordinal) || comment.StartsWith("/**", StringComparison.Ordinal)))
                        return true;
                }
            }
        }

        return false;
    }
}
