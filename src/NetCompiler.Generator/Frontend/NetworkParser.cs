using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend.Blocks;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Frontend;

/// <summary>Reads a class's attributes. The only place where Roslyn's symbols become our model; nothing of them gets past it.</summary>
internal static class NetworkParser
{
    public const string NetworkAttribute = "NetCompiler.Layers.NetworkAttribute";

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

        var compilation = (CSharpCompilation)context.SemanticModel.Compilation;
        return ClassRules.Check(type, compilation, cancellationToken).Any() ? null : Parse(type, compilation, cancellationToken);
    }

    public static NetworkDeclaration Parse(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        List<string> containers = [];
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
            containers.Insert(0, Identifiers.PartialDeclaration(container));

        int[] inputShape = [];
        bool training = true, strictAccuracy = false;
        if (FindNetwork(type) is { } network)
        {
            if (network.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Array, IsNull: false } sizes)
                inputShape = [.. sizes.Values.Select(size => size.Value as int? ?? 0)];
            training = Switch(network, "Training", training);
            strictAccuracy = Switch(network, "StrictAccuracy", strictAccuracy);
        }

        List<Problem> problems = [];
        BlockLibrary blocks = BlockLibrary.Of(compilation);
        IEnumerable<LayerDeclaration> layers = LayerAttributes.Of(type)
            .Select((attribute, index) => new Expansion(index, problems).Expand(blocks.Read(attribute, cancellationToken)));
        return new NetworkDeclaration(
            Identifiers.Of(type.ContainingNamespace),
            new(containers),
            type.Name,
            new(inputShape),
            training,
            HasSummary(type, cancellationToken),
            new(layers))
        {
            StrictAccuracy = strictAccuracy,
            Problems = new(problems),
        };
    }

    private static bool Switch(AttributeData network, string name, bool otherwise) =>
        network.NamedArguments.LastOrDefault(argument => argument.Key == name).Value.Value as bool? ?? otherwise;

    public static AttributeData? FindNetwork(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { Name: "NetworkAttribute" } found && LayerAttributes.IsOurs(found));

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
