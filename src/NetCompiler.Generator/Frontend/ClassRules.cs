using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompiler.Generator.Diagnostics;

namespace NetCompiler.Generator.Frontend;

/// <summary>Something about a class or its project that keeps it from getting a generated part.</summary>
/// <param name="Descriptor">What is wrong.</param>
/// <param name="Location">Where.</param>
/// <param name="Arguments">What fills the message.</param>
internal readonly record struct Obstacle(DiagnosticDescriptor Descriptor, Location Location, params object[] Arguments);

/// <summary>
/// The rules about the class and the project, as opposed to the layers. Where one is broken nothing is generated: C# would reject the generated
/// part, and its errors about declarations keep analyzers from running, so that nobody would read what is really wrong.
/// </summary>
internal static class ClassRules
{
    /// <summary>The runtime's constant that stands for all members that generated code calls.</summary>
    public const string ContractVersion = "V1";

    private const string GeneratorName = "NetCompiler.Generator." + nameof(NetworkGenerator);

    public static IEnumerable<Obstacle> Check(INamedTypeSymbol type, CSharpCompilation compilation, CancellationToken cancellationToken) =>
        CheckProject(type, compilation, cancellationToken).Concat(CheckClass(type, cancellationToken));

    private static IEnumerable<Obstacle> CheckProject(INamedTypeSymbol type, CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        Location Attribute() => NetworkParser.FindNetwork(type)?.ApplicationSyntaxReference?.GetSyntax(cancellationToken).GetLocation() ?? Location.None;

        if (compilation.LanguageVersion < LanguageVersion.CSharp12)
            yield return new(DiagnosticDescriptors.LanguageTooOld, Attribute(), compilation.LanguageVersion.ToDisplayString());
        if (!compilation.Options.AllowUnsafe)
            yield return new(DiagnosticDescriptors.UnsafeCodeForbidden, Attribute());
        if (!HasContract(compilation))
            yield return new(DiagnosticDescriptors.RuntimeLacksContract, Attribute(), ContractVersion);
    }

    private static bool HasContract(CSharpCompilation compilation) =>
        compilation.GetTypesByMetadataName("NetCompiler.RuntimeContract").Any(type => type.GetMembers(ContractVersion).Any(member => member is IFieldSymbol { IsConst: true }));

    private static IEnumerable<Obstacle> CheckClass(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            foreach (TypeDeclarationSyntax declaration in DeclarationsOf(current, cancellationToken))
            {
                if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
                    yield return new(DiagnosticDescriptors.NotPartial, declaration.Identifier.GetLocation(), type.Name, current.Name);
            }
        }

        if (FormOf(type, cancellationToken) is { } form)
        {
            yield return new(DiagnosticDescriptors.UnsupportedClass, LocationOf(type), type.Name, form);
            yield break;
        }

        if (GeneratedMembers.IsReserved(type.Name))
            yield return new(DiagnosticDescriptors.ReservedMember, LocationOf(type), type.Name, type.Name);

        foreach (ISymbol member in type.GetMembers())
        {
            if (GeneratedMembers.Clashes(member) && member.Locations.FirstOrDefault(IsWritten) is { } location)
            {
                string name = member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? type.Name : member.Name;
                yield return new(DiagnosticDescriptors.ReservedMember, location, type.Name, name);
            }
        }
    }

    /// <summary>What makes the class unfit to be a network, in words; null if nothing does.</summary>
    private static string? FormOf(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (type.IsRecord)
            return "a record";
        if (type.TypeKind != TypeKind.Class)
            return "not a class";
        if (type.IsStatic)
            return "static";
        if (type.IsAbstract)
            return "abstract";
        if (type.Arity > 0)
            return "generic";
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal)
                return "local to its file";
        }

        if (type.BaseType is { SpecialType: not SpecialType.System_Object } parent
            && parent is not { Name: "Network", ContainingType: null, ContainingNamespace: { Name: "NetCompiler", ContainingNamespace.IsGlobalNamespace: true } })
        {
            return $"derived from '{parent.ToDisplayString()}'";
        }

        if (DeclarationsOf(type, cancellationToken).Any(declaration => declaration.ParameterList is not null))
            return "declared with a primary constructor";
        return TwinOf(type) is { } twin ? $"named like the network '{twin.Name}' but for the case of letters" : null;
    }

    /// <summary>A network beside this one whose generated files would have the same names where case does not count, as in Roslyn's list of files.</summary>
    private static INamedTypeSymbol? TwinOf(INamedTypeSymbol type) =>
        (type.ContainingType?.GetTypeMembers() ?? type.ContainingNamespace.GetTypeMembers()).FirstOrDefault(other =>
            string.Equals(other.Name, type.Name, StringComparison.OrdinalIgnoreCase)
            && string.CompareOrdinal(other.Name, type.Name) < 0
            && NetworkParser.FindNetwork(other) is not null);

    private static IEnumerable<TypeDeclarationSyntax> DeclarationsOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).OfType<TypeDeclarationSyntax>();

    private static Location LocationOf(INamedTypeSymbol type) => type.Locations.FirstOrDefault(IsWritten) ?? Location.None;

    /// <summary>Whether a user wrote it: to an analyzer our own parts are part of the class.</summary>
    private static bool IsWritten(Location location) =>
        location.SourceTree is { FilePath: var path } && !(path.EndsWith(".g.cs", StringComparison.Ordinal) && path.Contains(GeneratorName));
}
