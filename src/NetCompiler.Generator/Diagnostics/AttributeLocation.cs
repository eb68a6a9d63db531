using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetCompiler.Generator.Diagnostics;

/// <summary>Where an attribute or one of its arguments stands in the source.</summary>
internal static class AttributeLocation
{
    public static Location Of(AttributeData attribute, CancellationToken cancellationToken) => Of(attribute, argument: null, cancellationToken);

    /// <summary>The argument's location; the attribute's where the argument is not written, or none is asked for.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="argument">The name of a constructor's parameter or of a property, in any case.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static Location Of(AttributeData attribute, string? argument, CancellationToken cancellationToken)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax)
            return Location.None;
        if (argument is null || syntax.ArgumentList is null)
            return syntax.GetLocation();

        AttributeArgumentSyntax? found = syntax.ArgumentList.Arguments
            .Where((written, index) => string.Equals(NameOf(attribute, written, index), argument, StringComparison.OrdinalIgnoreCase))
            .LastOrDefault();
        return (found ?? (SyntaxNode)syntax).GetLocation();
    }

    private static string? NameOf(AttributeData attribute, AttributeArgumentSyntax written, int index)
    {
        if (written.NameEquals is { } property)
            return property.Name.Identifier.ValueText;
        if (written.NameColon is { } parameter)
            return parameter.Name.Identifier.ValueText;
        return attribute.AttributeConstructor?.Parameters.ElementAtOrDefault(index)?.Name;
    }
}
