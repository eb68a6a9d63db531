using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using NetCompiler.Generator.Diagnostics;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator;

/// <summary>Reports what is wrong with networks, at the attribute or argument that causes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => DiagnosticDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterCompilationAction(AnalyzeOptions);
    }

    private static void AnalyzeOptions(CompilationAnalysisContext context)
    {
        foreach (string target in BuildProperties.UnknownTargets(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions))
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.UnknownTarget, Location.None, target));
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        AttributeData[] layers = [.. NetworkParser.LayersOf(type)];
        if (NetworkParser.FindNetwork(type) is not { } network)
        {
            if (layers.Length > 0)
                Report(DiagnosticDescriptors.NoNetwork, AttributeLocation.Of(layers[0], context.CancellationToken), type.Name);
            return;
        }

        foreach (Obstacle obstacle in ClassRules.Check(type, (CSharpCompilation)context.Compilation, context.CancellationToken))
            Report(obstacle.Descriptor, obstacle.Location, obstacle.Arguments);

        // Where C# rejects an attribute, its message says it all; shapes would only be guesses.
        if (type.GetAttributes().Any(attribute => IsRejected(attribute, context.CancellationToken)) || AreInSeveralParts(context, type, layers))
            return;

        GraphBuilder.Build(NetworkParser.Parse(type, context.CancellationToken), out IReadOnlyList<Problem> problems);
        foreach (Problem problem in problems)
        {
            AttributeData attribute = problem.Layer < 0 ? network : layers[problem.Layer];
            Location location = AttributeLocation.Of(attribute, problem.Argument, context.CancellationToken);
            Report(DiagnosticDescriptors.ById(problem.Id), location, [.. problem.Arguments]);
        }

        void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
            context.ReportDiagnostic(Diagnostic.Create(descriptor, location, arguments));
    }

    private static bool IsRejected(AttributeData attribute, CancellationToken cancellationToken) =>
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

    private static bool AreInSeveralParts(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData[] layers)
    {
        AttributeData? elsewhere = layers.FirstOrDefault(layer => PartOf(layer) != PartOf(layers[0]));
        if (elsewhere is null)
            return false;
        Location[] first = [AttributeLocation.Of(layers[0], context.CancellationToken)];
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.LayersInSeveralParts, AttributeLocation.Of(elsewhere, context.CancellationToken), first, type.Name));
        return true;

        SyntaxNode? PartOf(AttributeData layer) => layer.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).Parent?.Parent;
    }
}
