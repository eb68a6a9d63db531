using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetCompiler.Generator.Frontend;

/// <summary>What Roslyn's symbols say of layer attributes, on networks and on blocks alike.</summary>
internal static class LayerAttributes
{
    private const string Suffix = "Attribute";

    /// <summary>The layer attributes in their order: one for each of <see cref="NetworkDeclaration.Layers"/> or of a block's layers.</summary>
    public static IEnumerable<AttributeData> Of(INamedTypeSymbol type) => type.GetAttributes().Where(attribute => Derives(attribute.AttributeClass, "LayerAttribute"));

    /// <summary>Whether the class is a block that users define.</summary>
    public static bool IsBlock(INamedTypeSymbol type) => Derives(type, "BlockAttribute");

    /// <summary>
    /// The attribute's name without its suffix: <c>Conv</c>. One that is neither ours nor a block keeps its namespace, so that it is no known layer.
    /// </summary>
    public static string KindOf(INamedTypeSymbol attribute)
    {
        string name = attribute.Name;
        if (name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal))
            name = name.Substring(0, name.Length - Suffix.Length);
        return IsOurs(attribute) || IsBlock(attribute) ? name
            : attribute.ContainingSymbol is INamespaceSymbol { IsGlobalNamespace: true } ? $"global::{name}"
            : $"{attribute.ContainingSymbol.ToDisplayString()}.{name}";
    }

    public static bool IsOurs(INamedTypeSymbol type) =>
        type is
        {
            ContainingType: null,
            ContainingNamespace: { Name: "Layers", ContainingNamespace: { Name: "NetCompiler", ContainingNamespace.IsGlobalNamespace: true } },
        };

    /// <summary>Whether C# rejects the attribute: its message says it all, and anything that we say would only be a guess.</summary>
    public static bool IsRejected(AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.AttributeClass is not { TypeKind: not TypeKind.Error }
        || attribute.AttributeConstructor is null
        || attribute.ConstructorArguments.Any(IsRejected)
        || attribute.NamedArguments.Any(argument => IsRejected(argument.Value))
        // A property that does not exist is only in the source.
        || (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax { ArgumentList.Arguments: var arguments }
            && arguments.Count(argument => argument.NameEquals is not null) != attribute.NamedArguments.Length);

    private static bool IsRejected(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Error
        || (constant.Kind == TypedConstantKind.Array && !constant.IsNull && constant.Values.Any(IsRejected));

    private static bool Derives(INamedTypeSymbol? type, string parent)
    {
        for (type = type?.BaseType; type is not null; type = type.BaseType)
        {
            if (type.Name == parent && IsOurs(type))
                return true;
        }

        return false;
    }
}
