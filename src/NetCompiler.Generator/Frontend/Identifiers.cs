using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetCompiler.Generator.Frontend;

/// <summary>Names as they must be written in C#.</summary>
internal static class Identifiers
{
    /// <summary>The name with the <c>@</c> that it needs where C# has a keyword of that name.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? $"@{name}" : name;

    /// <summary>A name whose parts are separated by dots or underscores as C# spells public names: <c>top.scores</c> is <c>TopScores</c>.</summary>
    public static string Pascal(string name) =>
        string.Concat(name.Split('.', '_').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1)));

    /// <summary>The same as C# spells parameters: <c>topScores</c>.</summary>
    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + Pascal(name).Substring(1);

    /// <summary>A namespace with its parents; empty for the global one.</summary>
    public static string Of(INamespaceSymbol space) =>
        space.IsGlobalNamespace ? ""
        : space.ContainingNamespace.IsGlobalNamespace ? Escape(space.Name)
        : $"{Of(space.ContainingNamespace)}.{Escape(space.Name)}";

    /// <summary>A type's declaration as another part of it must repeat it: <c>partial class Outer&lt;T&gt;</c>.</summary>
    public static string PartialDeclaration(INamedTypeSymbol type)
    {
        string keyword = type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            _ => "class",
        };
        string parameters = type.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => Escape(parameter.Name)))}>";
        return $"partial {keyword} {Escape(type.Name)}{parameters}";
    }

    /// <summary>The name with the number of type parameters, <c>Outer`1</c>, of a type given by <see cref="PartialDeclaration"/>.</summary>
    public static string MetadataName(string partialDeclaration)
    {
        int parameters = partialDeclaration.IndexOf('<');
        string name = parameters < 0 ? partialDeclaration : partialDeclaration.Substring(0, parameters);
        name = name.Substring(name.LastIndexOf(' ') + 1);
        return parameters < 0 ? name : FormattableString.Invariant($"{name}`{partialDeclaration.Count(c => c == ',') + 1}");
    }
}
